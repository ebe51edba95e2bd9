#include "harness/study/gate.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "harness/study/from_options.h"

namespace assay {
namespace {

using testing::ElementsAre;

constexpr const char* study_head =
    "workloads = [\"a.b\"]\nbaseline = {blas = \"x\"}\n[factors]\nblas = [\"x\", \"y\"]\n[decision]\nrule = \"gate\"\n";

/// Of a sound study with this table; its first line is the study's eighth.
std::vector<std::string> errors_of(const std::string& table) {
  std::vector<std::string> all;
  const auto [study, errors] = parse_study(study_head + std::string("[gate]\n") + table, "s.toml");
  for (const Error& error : errors) all.push_back(to_string(error));
  return all;
}

TEST(Gate, ReadsItsRules) {
  const auto [study, errors] = parse_study(study_head + std::string(R"([gate]
floor = "1 %"
sided = "both"
noisy = "pass"
anchor = "any"
recipe = "make anchor"
[gate.floors]
"python.*" = "0.5 %"
"linalg.gemm{n=64}" = 2
[gate.digests]
blas = "0123456789abcdef"
[[gate.ignore]]
workload = "python.json"
where = {blas = ["y"]}
until = 2027-01-31
reason = "known, fixed in 3.14"
[[gate.ignore]]
workload = "a.b"
until = "2028-02-29"
reason = "leap"
)"),
                                           "s.toml");
  ASSERT_TRUE(errors.empty()) << to_string(errors.front());
  const GateRules& rules = study.gate;
  EXPECT_EQ(rules.floor_percent, 1);
  EXPECT_EQ(rules.sided, Sided::Both);
  EXPECT_TRUE(rules.noisy_passes);
  EXPECT_TRUE(rules.any_anchor);
  EXPECT_EQ(rules.recipe, "make anchor");
  ASSERT_EQ(rules.floors.size(), 2U);
  EXPECT_EQ(rules.floors[1].pattern.value, "linalg.gemm{n=64}");
  EXPECT_EQ(rules.floors[1].pattern.place, "s.toml:15:1");
  EXPECT_EQ(rules.floors[1].percent, 2);
  ASSERT_EQ(rules.digests.size(), 1U);
  EXPECT_EQ(rules.digests[0].levels[0].value, "0123456789abcdef");
  ASSERT_EQ(rules.ignore.size(), 2U);
  EXPECT_EQ(rules.ignore[0].workload.value, "python.json");
  EXPECT_EQ(rules.ignore[0].where[0].levels[0].value, "y");
  EXPECT_EQ(rules.ignore[0].until, "2027-01-31");
  EXPECT_EQ(rules.ignore[0].reason, "known, fixed in 3.14");
  EXPECT_EQ(rules.ignore[1].until, "2028-02-29");
}

TEST(Gate, IsStrictWhereNothingIsSaid) {
  const auto [study, errors] = parse_study(study_head, "s.toml");
  ASSERT_TRUE(errors.empty()) << to_string(errors.front());
  EXPECT_EQ(study.gate.floor_percent, std::nullopt);
  EXPECT_EQ(study.gate.sided, Sided::Slower);
  EXPECT_FALSE(study.gate.noisy_passes);
  EXPECT_FALSE(study.gate.any_anchor);
}

TEST(Gate, TellsAllThatIsWrongAtOnce) {
  EXPECT_THAT(
      errors_of("flor = 1\nfloor = \"0 %\"\nsided = \"faster\"\nnoisy = true\nanchor = \"frozen\"\n"
                "floors = {python.json = 1, \"a.b\" = \"-1 %\", \"c.d\" = [1]}\ndigests = {compiler = \"0\"}\n"),
      ElementsAre(
          "s.toml:8:1: \"flor\" is no key of [gate]; did you mean \"floor\" or \"floors\"? Known here: floor, floors, "
          "sided, noisy, anchor, recipe, digests, ignore",
          "s.toml:9:9: \"0 %\" is out of range; a percentage is above 0 and at most 100",
          "s.toml:10:9: sided \"faster\" is unknown; it is \"slower\" or \"both\"",
          "s.toml:11:9: noisy \"true\" is unknown; it is \"refuse\" or \"pass\"",
          "s.toml:12:10: anchor \"frozen\" is unknown; it is \"same\" or \"any\"",
          "s.toml:13:11: \"python\" must be a percentage, not a table; a pattern stands in quotes: \"python.*\" = \"1 "
          "%\"",
          "s.toml:13:36: \"-1 %\" is out of range; a percentage is above 0 and at most 100",
          "s.toml:13:52: \"c.d\" must be a percentage, not an array",
          "s.toml:14:12: [gate.digests] names \"compiler\", which the baseline does not; Known here: blas"));
}

TEST(Gate, AnIgnoreEntryNeedsAnEndAndAReason) {
  EXPECT_THAT(errors_of("[[gate.ignore]]\nuntil = 2027-02-30\n"),
              ElementsAre(testing::StartsWith("s.toml:9:19: Error while parsing date")));
  EXPECT_THAT(
      errors_of("[[gate.ignore]]\nworkload = \"a.b\"\n"
                "[[gate.ignore]]\nworkload = [\"a.b\"]\nuntil = \"2027-02-30\"\nreson = \"x\"\nreason = \"\"\n"
                "[[gate.ignore]]\nworkload = \"a.b\"\nwhere = {blass = \"y\", blas = \"z\"}\n"
                "until = 2027-01-31T10:00:00\nreason = 7\n"),
      ElementsAre(
          "s.toml:8:1: an ignore entry needs \"until\"; the last day on which it counts: until = 2027-01-31",
          "s.toml:8:1: an ignore entry needs \"reason\"; a sentence for those who find it later",
          "s.toml:11:12: \"workload\" must be text, not an array",
          "s.toml:12:9: \"2027-02-30\" is no date; write until = 2027-01-31",
          "s.toml:13:1: \"reson\" is no key of an ignore entry; did you mean \"reason\"? Known here: workload, where, "
          "until, reason",
          "s.toml:14:10: an ignore entry needs \"reason\"; a sentence for those who find it later",
          "s.toml:17:10: an ignore entry names \"blass\", which this study does not vary; did you mean \"blas\"? Known "
          "here: blas",
          "s.toml:17:30: an ignore entry names blas \"z\", which is none of its levels; did you mean \"x\" or \"y\"? "
          "Known here: x, y",
          "s.toml:18:9: \"\" is no date; write until = 2027-01-31",
          "s.toml:19:10: \"reason\" must be text, not an integer"));
}

TEST(Gate, AYearHasNoSignAndAReasonIsMoreThanBlanks) {
  EXPECT_THAT(errors_of("[[gate.ignore]]\nworkload = \"a.b\"\nuntil = \"-999-01-01\"\nreason = \" \"\n"),
              ElementsAre("s.toml:10:9: \"-999-01-01\" is no date; write until = 2027-01-31",
                          "s.toml:11:10: an ignore entry needs \"reason\"; a sentence for those who find it later"));
}

TEST(Gate, NeedsAnAnchorAndItsOwnLooks) {
  const auto [study, errors] = parse_study(
      "workloads = [\"a.b\"]\n[factors]\nblas = [\"x\", \"y\"]\n[decision]\nrule = \"gate\"\nbouts = 9\ncare = 1\n"
      "[gate]\nfloor = 1\n",
      "s.toml");
  std::vector<std::string> all;
  for (const Error& error : errors) all.push_back(to_string(error));
  EXPECT_THAT(all,
              ElementsAre("s.toml: a gate needs a baseline: it is the anchor, which everything else is held against; "
                          "write baseline = { python = \"python3.11\" }",
                          "s.toml: a gate decides by its own looks, and \"bouts\" would leave them out; leave bouts "
                          "out; max_time limits a gate",
                          "s.toml: in a gate the care is the floor of all workloads, and both are stated; keep floor "
                          "in [gate], and leave care out"));
}

/// A study and a rule file in a folder of their own.
class GateFiles : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }
  static std::vector<std::string> told(const Errors& errors) {
    std::vector<std::string> all;
    for (const Error& error : errors) all.push_back(to_string(error));
    return all;
  }

  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / ("assay-gate-files-" + std::to_string(getpid()));
};

TEST_F(GateFiles, ARuleFileStandsForTheStudysOwnTable) {
  StudyOptions options;
  options.gate = true;
  options.file = file("s.toml", study_head + std::string("[gate]\nfloor = 3\nsided = \"both\"\n"));
  options.gate_options.rules = file("r.toml", "[gate]\nfloor = 2\n");
  const auto [study, errors] = study_from_options(options);
  EXPECT_THAT(told(errors), ElementsAre());
  EXPECT_EQ(study.gate.floor_percent, 2);
  EXPECT_EQ(study.gate.sided, Sided::Slower);
}

TEST_F(GateFiles, ARuleFileHoldsNothingElse) {
  Errors errors;
  const std::string path = file("r.toml", "title = \"x\"\n");
  read_gate_file(path, errors);
  EXPECT_THAT(told(errors),
              ElementsAre(path + ": a rule file needs the table [gate]; its keys: floor, sided, noisy, anchor, ignore",
                          path + ":1:1: \"title\" is no key of a rule file; Known here: gate"));
}

TEST_F(GateFiles, WhatIsTypedHolds) {
  StudyOptions options;
  options.gate = true;
  options.file = file("s.toml", "workloads = [\"a.b\"]\nbaseline = {blas = \"x\"}\n[factors]\nblas = [\"x\", \"y\"]\n");
  options.gate_options = {"", {"2 %", "a.b{n=3}=0.7 %"}, "both", "pass", "any"};
  const auto [study, errors] = study_from_options(options);
  EXPECT_THAT(told(errors), ElementsAre());
  EXPECT_EQ(study.decision.rule, Rule::Gate);
  EXPECT_EQ(study.gate.floor_percent, 2);
  ASSERT_EQ(study.gate.floors.size(), 1U);
  EXPECT_EQ(study.gate.floors[0].pattern.value, "a.b{n=3}");
  EXPECT_EQ(study.gate.floors[0].percent, 0.7);
  EXPECT_EQ(study.gate.sided, Sided::Both);
  EXPECT_TRUE(study.gate.noisy_passes);
  EXPECT_TRUE(study.gate.any_anchor);
  options.care = "4 %";
  EXPECT_EQ(study_from_options(options).study.gate.floor_percent, 4);
}

TEST_F(GateFiles, WhatIsTypedWronglyIsToldWithItsOption) {
  StudyOptions options;
  options.gate = true;
  options.workloads = {"a.b"};
  options.gate_options = {"", {"a.b=0 %", "x"}, "up", {}, {}};
  EXPECT_THAT(
      told(study_from_options(options).errors),
      ElementsAre("--floor \"a.b=0 %\": \"0 %\" is out of range; a percentage is above 0 and at most 100",
                  "--floor \"x\": \"x\" is no percentage; write it as \"2 %\"",
                  "--sided: sided \"up\" is unknown; it is \"slower\" or \"both\"",
                  "assay gate: a gate needs a baseline: it is the anchor, which everything else is held against; vary "
                  "a factor, its anchor first: --factor python=python3.11,python3.13"));
  options.gate_options = {};
  options.factors = {"blas=x,y"};
  const auto [study, errors] = study_from_options(options);
  EXPECT_THAT(told(errors), ElementsAre());
  EXPECT_EQ(study.baseline.at("blas").value, "x");
}

}  // namespace
}  // namespace assay

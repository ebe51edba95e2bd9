#include "harness/study/study.h"

#include <gmock/gmock.h>

#include <fstream>

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> errors_of(const std::string& text) {
  std::vector<std::string> all;
  const auto [study, errors] = parse_study(text, "s.toml");
  if (errors.empty()) return {"no error"};
  for (const Error& error : errors) all.push_back(to_string(error));
  return all;
}

TEST(ParseStudy, ReadsTheContractsExample) {
  const auto [study, errors] = parse_study(R"(title = "Which BLAS, how many threads?"
workloads = ["linalg.gemm{type=d,n=256,1024}", "linalg.svd{n=256}"]
baseline = { blas = "reference", threads = 1 }

[factors]
blas = ["reference", "openblas-pthread", "blis-pthread"]
threads = [1, 2, "all"]

[[exclude]]
blas = "reference"
threads = [2, "all"]

[decision]
rule = "compare"
care = "1 %"
width = "2 %"
max_time = "10m"
bouts = 9
mode = "adjacent"
)",
                                           "s.toml");
  ASSERT_TRUE(errors.empty()) << to_string(errors.front());
  EXPECT_EQ(study.title, "Which BLAS, how many threads?");
  ASSERT_EQ(study.workloads.size(), 2u);
  EXPECT_EQ(study.workloads[1].value, "linalg.svd{n=256}");
  EXPECT_EQ(study.workloads[1].place, "s.toml:2:48");
  ASSERT_EQ(study.factors.size(), 2u);
  EXPECT_EQ(study.factors[0].factor.value, "blas");
  EXPECT_EQ(study.factors[1].levels[2].value, "all");
  EXPECT_EQ(study.factors[1].levels[1].place, "s.toml:7:15");
  EXPECT_EQ(study.baseline.at("threads").value, "1");
  ASSERT_EQ(study.exclude.size(), 1u);
  EXPECT_EQ(study.exclude[0][1].levels.size(), 2u);
  EXPECT_EQ(study.decision.rule, Rule::Compare);
  EXPECT_EQ(study.decision.care_percent, 1);
  EXPECT_EQ(study.decision.width_percent, 2);
  EXPECT_EQ(study.decision.max_seconds, 600);
  EXPECT_EQ(study.decision.bouts, 9);
  EXPECT_EQ(study.decision.mode, Mode::Adjacent);
}

TEST(ParseStudy, KeepsTheOrderWritten) {
  const auto [study, errors] = parse_study(
      "workloads = [\"a.b\"]\n[factors]\nthreads = 1\nblas = \"x\"\nenv.OMP_WAIT_POLICY = [\"active\"]\n", "s.toml");
  ASSERT_TRUE(errors.empty()) << to_string(errors.front());
  ASSERT_EQ(study.factors.size(), 3u);
  EXPECT_EQ(study.factors[0].factor.value, "threads");
  EXPECT_EQ(study.factors[1].factor.value, "blas");
  EXPECT_EQ(study.factors[2].factor.value, "env.OMP_WAIT_POLICY");
}

TEST(ParseStudy, TellsASyntaxErrorWithItsPlace) {
  EXPECT_THAT(errors_of("title = \"a\"\nworkloads = [\n\"a.b\"\nthreads = 1\n"),
              ElementsAre(StartsWith("s.toml:4:1: ")));
  EXPECT_THAT(errors_of("title = \"a\"\ntitle = \"b\"\n"), ElementsAre(StartsWith("s.toml:2:")));
}

TEST(ParseStudy, TellsAllThatIsWrongAtOnce) {
  EXPECT_THAT(
      errors_of(R"(titel = "x"
workloads = ["a.b", "a.b", 7]
baseline = { blas = "blis", threads = 1 }
[set]
flags = ["-O2", "-O3"]
runner = "local"
[factors]
blas = ["openblas", "openblas", "reference"]
runner = ["emulated"]
python = [[1]]
[[exclude]]
blas = "openblass"
[decision]
rule = "estimat"
width = "wide"
max_time = 600
bouts = 0
mode = "adjacents"
)"),
      ElementsAre(
          "s.toml:1:1: \"titel\" is no key of a study; did you mean \"title\"? Known here: title, workloads, factors, "
          "set, baseline, exclude, decision, gate",
          "s.toml:2:21: \"a.b\" stands twice in the workloads",
          "s.toml:2:28: \"workloads\" holds an integer where text is expected",
          "s.toml:3:21: the baseline names blas \"blis\", which is none of its levels; Known here: openblas, reference",
          "s.toml:3:39: the baseline names \"threads\", which this study does not vary; Known here: blas, runner",
          "s.toml:5:1: [set] gives flags 2 levels; it takes one; [factors] varies",
          "s.toml:6:1: runner is both set and varied; keep one of the two",
          "s.toml:8:21: \"openblas\" stands twice in blas",
          "s.toml:10:11: a level of python is text or a number, not an array",
          "s.toml:12:8: an exclusion names blas \"openblass\", which is none of its levels; did you mean \"openblas\"? "
          "Known here: openblas, reference",
          "s.toml:14:8: unknown rule \"estimat\"; did you mean \"estimate\"? Known here: estimate, compare, gate",
          "s.toml:15:9: \"wide\" is no percentage; write it as \"2 %\"",
          "s.toml:16:12: \"600\" is no duration; write it as \"90s\", \"10m\" or \"1h30m\"",
          "s.toml:17:9: bouts = 0 is out of range; 1 to 100000",
          "s.toml:18:8: unknown mode \"adjacents\"; did you mean \"adjacent\"? Known here: turns, shared-cpu, "
          "adjacent"));
}

TEST(ParseStudy, AsksForWorkloads) {
  EXPECT_THAT(
      errors_of("title = \"x\"\n"),
      ElementsAre(
          "s.toml: a study needs workloads; write workloads = [\"python.*\"]; 'assay list workloads' shows them"));
  EXPECT_THAT(
      errors_of("workloads = []\n"),
      ElementsAre(
          "s.toml: \"workloads\" is empty; write workloads = [\"python.*\"]; 'assay list workloads' shows them"));
  EXPECT_THAT(errors_of("workloads = \"a.b\"\n"), ElementsAre("s.toml:1:13: \"workloads\" must be an array, not text"));
  EXPECT_THAT(errors_of("workloads = [\"\"]\n"),
              ElementsAre("s.toml:1:14: a workload without a name; 'assay list workloads' shows them"));
}

TEST(ParseStudy, RefusesAFactorWithoutLevelsAndAnEmptyExclusion) {
  EXPECT_THAT(
      errors_of("workloads = [\"a.b\"]\nexclude = [{}]\n[factors]\nblas = []\n"),
      ElementsAre(
          "s.toml:2:12: an exclusion without a factor excludes everything; name the factors and levels it is about",
          "s.toml:4:1: blas has no level; give at least one"));
}

TEST(ParseStudy, TakesNoTableForALevel) {
  EXPECT_THAT(errors_of("workloads = [\"a.b\"]\n[factors]\nblas = {}\n"),
              ElementsAre("s.toml:3:8: a level of blas is text or a number, not a table"));
}

TEST(ParseStudy, KeepsWhatItUnderstandsBesideWhatIsWrong) {
  const auto [study, errors] =
      parse_study("workloads = [\"a.b\"]\n[factors]\nthreads = [1, [2]]\n[decision]\ncare = \"much\"\n", "s.toml");
  EXPECT_EQ(errors.size(), 2u);
  EXPECT_EQ(study.workloads.at(0).value, "a.b");
  EXPECT_EQ(study.factors.at(0).levels.size(), 1u);
}

TEST(ParseStudy, SurvivesGarbage) {
  EXPECT_EQ(errors_of(std::string(10'000, '[')).size(), 1u);
  EXPECT_THAT(errors_of("a" + std::string(100'000, '.') + "b = 1"),
              ElementsAre("s.toml:1:1: nested too deeply; a line has at most 64 dots outside quotes"));
  EXPECT_THAT(errors_of("title = \"\xff\xfe\"\n"), ElementsAre(StartsWith("s.toml:1:")));
  EXPECT_EQ(errors_of(std::string("\0\1\2", 3)).size(), 1u);
  std::string brackets = "x = ";
  for (int i = 0; i < 200; ++i) brackets += "[{a.b.c = ";
  EXPECT_EQ(errors_of(brackets).size(), 1u);
}

TEST(ReadStudy, NamesTheFileThatCannotBeRead) {
  const auto missing = read_study("no/such.toml").errors;
  ASSERT_EQ(missing.size(), 1u);
  EXPECT_EQ(to_string(missing.front()),
            "no/such.toml: cannot be read: No such file or directory; ready studies: suites/studies/*.toml, e.g. "
            "suites/studies/first-look.toml");
  const auto directory = read_study("/").errors;
  ASSERT_EQ(directory.size(), 1u);
  EXPECT_EQ(to_string(directory.front()), "/: is a directory; name the file itself");
}

TEST(ReadStudy, RefusesALargeFileAtOnce) {
  const std::string path = testing::TempDir() + "/garbage.toml";
  std::ofstream(path) << std::string(10 << 20, 'x');
  const auto [study, errors] = read_study(path);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(to_string(errors.front()), path + ": is larger than 1 MiB; is it the file you meant?");
}

TEST(ParsePercent, TakesAUnitOrNone) {
  EXPECT_EQ(parse_percent("2 %").value(), 2);
  EXPECT_EQ(parse_percent(" 0.5% ").value(), 0.5);
  EXPECT_EQ(parse_percent("1").value(), 1);
  EXPECT_EQ(to_string(parse_percent("0 %").error()),
            "\"0 %\" is out of range; a percentage is above 0 and at most 100");
  EXPECT_EQ(to_string(parse_percent("-2 %").error()),
            "\"-2 %\" is out of range; a percentage is above 0 and at most 100");
  for (const char* text : {"", "%", "two", "2 % %", "nan", "1e3", "inf %"}) EXPECT_FALSE(parse_percent(text)) << text;
}

TEST(ParseDuration, NeedsAUnit) {
  EXPECT_EQ(parse_duration("10m").value(), 600);
  EXPECT_EQ(parse_duration("90 s").value(), 90);
  EXPECT_EQ(parse_duration("1.5h").value(), 5400);
  EXPECT_EQ(parse_duration("1h30m").value(), 5400);
  EXPECT_EQ(parse_duration("2min").value(), 120);
  EXPECT_EQ(parse_duration("250ms").value(), 0.25);
  EXPECT_EQ(to_string(parse_duration("10").error()),
            "\"10\" is no duration; write it as \"90s\", \"10m\" or \"1h30m\"");
  EXPECT_EQ(to_string(parse_duration("0s").error()),
            "\"0s\" is out of range; a duration is above 0, and at most a year");
  for (const char* text : {"", "m", "10x", "-5s", "5s-", "1e9h"}) EXPECT_FALSE(parse_duration(text)) << text;
}

}  // namespace
}  // namespace assay

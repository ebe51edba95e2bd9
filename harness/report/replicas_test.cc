#include <gmock/gmock.h>

#include <cmath>

#include "harness/report/comparisons.h"
#include "harness/report/effects.h"
#include "harness/report/notes.h"
#include "results/testing.h"

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

RunCell eigen(const std::string& flags, const std::string& replica) {
  Configuration configuration{{"blas", "eigen"}, {"flags", flags}};
  if (!replica.empty()) configuration["replica"] = replica;
  return {
      {"linalg.gemm", {}, configuration}, "linalg.gemm", flags == "-O2" && (replica.empty() || replica == "0"), false};
}

/// -O2 and -O3, three replicas of each: A0 B0 A1 B1 A2 B2.
std::vector<RunCell> both_in_three() {
  std::vector<RunCell> cells;
  for (const char* replica : {"0", "1", "2"})
    for (const char* flags : {"-O2", "-O3"}) cells.push_back(eigen(flags, replica));
  return cells;
}

/// Seven bouts of all cells, with so many microseconds.
MeasuredGroup measured(const std::vector<RunCell>& cells, const std::vector<double>& times) {
  MeasuredGroup group = groups_of(cells, {}).front();
  for (int attempt = 0; attempt < 7; ++attempt) {
    BoutRecord bout = testing::bout(attempt, {});
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const double drift = 1 + 0.0001 * (attempt % 3 - 1) * static_cast<double>(i);
      const auto wall = static_cast<std::int64_t>(1e6 * times[i] * drift);
      bout.processes.push_back(testing::process(cells[i], {wall, wall, wall}));
      bout.processes.back().facts = {{"executed", "/cache/" + to_string(cells[i].cell.configuration) + ".so"}};
    }
    add_bout(group, bout, {});
  }
  return group;
}

const std::vector<double> kTimes = {10, 10.1, 10.1, 10.3, 10.2, 10.0};  // +1.0 %, +2.0 %, -2.0 %

TEST(Replicas, AreTheTopLevelOfARunsEffect) {
  const MeasuredGroup group = measured(both_in_three(), kTimes);
  for (const Step& step : steps_of(group.cells)) {
    if (step.factor != "flags") continue;
    EXPECT_EQ(step.strata.size(), 3U);
    const EffectReport report = effect_of(group, step, {}).report;
    EXPECT_EQ(report.replicas, 3);
    EXPECT_EQ(report.bouts, 7);
    EXPECT_EQ(report.strata, 3);
    // Of ln(10.1 / 10), ln(10.3 / 10.1), ln(10 / 10.2): mean +0.326 %, standard error 1.186 %, t of 2 degrees 4.303.
    EXPECT_NEAR(report.effect->percent, 0.326, 0.02);
    EXPECT_NEAR(report.effect->low, -4.665, 0.02);
    EXPECT_NEAR(report.effect->high, 5.578, 0.02);
    EXPECT_EQ(report.verdict, "undecided");
    EXPECT_EQ(report.why, "over 3 replicas, p = 0.8108");
    return;
  }
  FAIL() << "no step of flags";
}

TEST(Replicas, AreNoLevelsOfTheirOwnOfAStepThatOneSideLacks) {
  std::vector<RunCell> cells = {{{"linalg.gemm", {}, {{"blas", "reference"}}}, "linalg.gemm", true, false}};
  for (const char* replica : {"0", "1", "2"}) cells.push_back(eigen("-O2", replica));
  for (std::size_t i = 1; i < cells.size(); ++i) cells[i].baseline = false;
  const MeasuredGroup group = measured(cells, {10, 5, 5.1, 5.05});
  const auto steps = steps_of(group.cells);
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0].factor, "blas");
  EXPECT_THAT(steps[0].where, IsEmpty());
  EXPECT_THAT(steps[0].strata, ElementsAre(Pair(0, 1), Pair(0, 2), Pair(0, 3)));
  EXPECT_EQ(effect_of(group, steps[0], {}).report.replicas, 3);
  EXPECT_EQ(steps[1].factor, "replica");
  EXPECT_EQ(effect_of(group, steps[1], {}).report.replicas, std::nullopt);
}

TEST(Replicas, AreTheTopLevelOfAnAb) {
  Question question;
  question.rule = "compare";
  question.exact = true;
  const auto compared = compare_sides(measured(both_in_three(), kTimes), {}, question);
  ASSERT_TRUE(compared);
  EXPECT_EQ(compared->report.replicas, 3);
  EXPECT_EQ(compared->report.pairs, 7);
  EXPECT_EQ(to_string(compared->report.a), "flags=-O2");
  EXPECT_EQ(to_string(compared->report.b), "flags=-O3");
  EXPECT_EQ(compared->report.verdict, "undecided");
  EXPECT_NEAR(compared->report.effect->percent, 0.326, 0.02);
  EXPECT_EQ(compared->report.why, "over 3 replicas, p = 0.8108");
}

TEST(Replicas, ThatAgreeConfirmASmallChange) {
  const auto compared = compare_sides(measured(both_in_three(), {10, 10.13, 10.1, 10.2, 10.2, 10.32}), {}, {});
  ASSERT_TRUE(compared);
  EXPECT_EQ(compared->report.verdict, "changed");
  EXPECT_NEAR(compared->report.effect->percent, 1.155, 0.02);
}

TEST(Replicas, OfSeveralWorkloadsShareTheError) {
  Question question;
  question.groups = 10;
  const MeasuredGroup group = measured(both_in_three(), {10, 10.13, 10.1, 10.2, 10.2, 10.32});
  const auto one = compare_sides(group, {}, {}), of_ten = compare_sides(group, {}, question);
  EXPECT_LT(of_ten->report.effect->low, one->report.effect->low);
  EXPECT_EQ(of_ten->report.effect->percent, one->report.effect->percent);
}

/// 1 % and what differs.
std::optional<Note> note_on(const std::string& a, const std::string& b, const RunCell& of, double percent = 1) {
  MeasuredCell from, to;
  from.row = to.row = of;
  from.executed = {a};
  to.executed = {b};
  Question question;
  question.with_replicas = "measure assay ab x --replicas 5";
  return small_change({"changed", Estimate{percent, percent - 0.1, percent + 0.1}, &from, &to}, question);
}

TEST(SmallChange, OfCompiledCodeMustSurviveReplicas) {
  const auto note = note_on("/a.so", "/b.so", eigen("-O2", "0"));
  ASSERT_TRUE(note);
  EXPECT_EQ(note->kind, "replicas");
  EXPECT_EQ(
      note->text,
      "below 2 %, which the addresses of code alone may be worth: it must survive 3 to 5 re-links; measure assay ab x "
      "--replicas 5");
}

TEST(SmallChange, OfWhatAssayDidNotCompileIsTrueOfTwoFiles) {
  const auto note = note_on("/a.so", "/b.so", eigen("-O2", ""));
  ASSERT_TRUE(note);
  EXPECT_EQ(
      note->text,
      "below 2 %, between builds that are not Assay's: there are no re-links of them to compare, so this is true of "
      "these two files, and may be their layout rather than their code");
}

TEST(SmallChange, IsNotWorthAWordOfOneBinaryOrALargeOne) {
  EXPECT_FALSE(note_on("/a.so", "/a.so", eigen("-O2", "0")));
  EXPECT_FALSE(note_on("/a.so", "/b.so", eigen("-O2", "0"), 2.5));
  EXPECT_FALSE(note_on("/a.so", "/b.so", eigen("-O2", "0"), -2.5));
  EXPECT_TRUE(note_on("/a.so", "/b.so", eigen("-O2", "0"), -1.5));
}

TEST(SmallChange, SaysHowToMeasureReplicas) {
  RunRow run = testing::run("r");
  const std::vector<RunCell> cells = both_in_three();
  EXPECT_EQ(question_of(run, cells).with_replicas, "write replica = [0, 1, 2, 3, 4] into the [factors] of the study");
  run.study["command"] = {"assay", "run", "--workload", "linalg.gemm", "--factor", "flags=-O2"};
  EXPECT_EQ(question_of(run, cells).with_replicas,
            "measure assay run --workload linalg.gemm --factor flags=-O2 --factor replica=0,1,2,3,4");
  run.kind = "gate";
  EXPECT_EQ(question_of(run, cells).with_replicas,
            "add --replicas 5 to the command that measures this comparison again");
  run.kind = "ab";
  run.study["command"] = {"assay", "ab", "flags=-O2", "flags=-O3"};
  EXPECT_EQ(question_of(run, cells).with_replicas, "measure assay ab flags=-O2 flags=-O3 --replicas 5");
}

}  // namespace
}  // namespace assay

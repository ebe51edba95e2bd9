#include "harness/report/notes.h"

#include <gmock/gmock.h>

#include <cmath>

#include "results/testing.h"

namespace assay {
namespace {

using stats::PairValue;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> kinds(const std::vector<PairValue>& pairs) {
  std::vector<std::string> kinds;
  for (const Note& note : notes_on(stats::Bouts(pairs), {})) kinds.push_back(note.kind);
  return kinds;
}

std::string only_text(const std::vector<PairValue>& pairs, const std::optional<Estimate>& effect = {}) {
  const auto notes = notes_on(stats::Bouts(pairs), effect);
  return notes.size() == 1 ? notes.front().text : std::to_string(notes.size()) + " notes";
}

/// A little of one mode, other for each bout.
double spread(std::size_t bout) {
  return 0.0004 * (static_cast<double>(bout * 7 % 12) - 5.5);
}

/// Twelve bouts at +4 %, by either clock and every estimator.
std::vector<PairValue> bouts() {
  std::vector<PairValue> pairs(12);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    PairValue& pair = pairs[i];
    pair.all = std::log(1.04) + spread(i);
    pair.cpu = pair.cpu_mean = pair.undisturbed = pair.disturbed = pair.all;
    *pair.cpu_mean += spread(i * 5 + 1) / 10;
    *pair.disturbed += spread(i * 5 + 2);
    *pair.cpu += spread(i * 11 + 3) / 10;
  }
  return pairs;
}

TEST(Notes, OfAnOrdinaryComparisonAreNone) {
  EXPECT_THAT(kinds(bouts()), IsEmpty());
  EXPECT_THAT(kinds({}), IsEmpty());
  EXPECT_THAT(kinds(std::vector<PairValue>(1)), IsEmpty());
}

TEST(Notes, TellTheEffectAloneAndBesideABusySibling) {
  auto pairs = bouts();
  for (PairValue& pair : pairs) *pair.disturbed += std::log(1.10);
  EXPECT_EQ(
      only_text(pairs),
      "+4.0 % [+3.8, +4.2] alone, +14.4 % [+14.2, +14.6] beside a busy sibling hyper-thread, in the same 12 bouts");
  pairs.resize(8);
  EXPECT_THAT(kinds(pairs), IsEmpty());
}

TEST(Notes, TellOfRareSlices) {
  auto pairs = bouts();
  for (PairValue& pair : pairs) *pair.cpu_mean += std::log(1.05);
  EXPECT_EQ(only_text(pairs),
            "rare slices differ: CPU time by its mean +9.2 % [+9.0, +9.4], by its median +4.0 % [+3.9, +4.1]; a median "
            "does not see what happens in few slices, such as collecting garbage");
}

TEST(Notes, TellWhereCpuTimeAndWallTimeDisagree) {
  auto pairs = bouts();
  for (PairValue& pair : pairs) {
    *pair.cpu -= std::log(1.02);
    *pair.cpu_mean -= std::log(1.02);
  }
  EXPECT_EQ(only_text(pairs),
            "CPU time says +2.0 % [+1.8, +2.1] and wall time +4.0 % [+3.8, +4.2] over all rounds: a side waits, or "
            "uses several threads");
}

TEST(Notes, OfWallTimeHaveTheIntervalOfTheEffect) {
  auto pairs = bouts();
  for (PairValue& pair : pairs) {
    *pair.cpu -= std::log(1.02);
    *pair.cpu_mean -= std::log(1.02);
  }
  EXPECT_EQ(
      only_text(pairs, Estimate{4, 3.5, 4.5}),
      "CPU time says +2.0 % [+1.8, +2.1] and wall time +4.0 % [+3.5, +4.5]: a side waits, or uses several threads");
  EXPECT_EQ(only_text(pairs, Estimate{4, 2, 6}), "0 notes");
  for (PairValue& pair : pairs) pair.undisturbed_rounds = 25;  // these decide, and the wall time is another number
  EXPECT_EQ(only_text(pairs, Estimate{9, 8.5, 9.5}),
            "CPU time says +2.0 % [+1.8, +2.1] and wall time +4.0 % [+3.8, +4.2] over all rounds: a side waits, or "
            "uses several threads");
}

TEST(Notes, TellOfTwoLevels) {
  auto pairs = bouts();
  for (std::size_t i = 0; i < 5; ++i) {
    for (auto member : {&PairValue::cpu, &PairValue::cpu_mean, &PairValue::undisturbed, &PairValue::disturbed})
      *(pairs[i].*member) += std::log(1.03);
    pairs[i].all += std::log(1.03);
  }
  EXPECT_EQ(
      only_text(pairs),
      "the bouts fall into two groups, 7 about +4.0 % and 5 about +7.1 % (dip test, p < 0.01): a process takes one "
      "of two speeds, and the estimate is a mixture of both");
}

TEST(Notes, StandBelowTheirComparisonAndInJson) {
  RunReport report;
  report.command = "ab";
  report.comparisons.emplace_back();
  ComparisonReport& each = report.comparisons.front();
  each.group = "x.a";
  each.verdict = "same";
  each.cpu = Estimate{1, 0.5, 1.5};
  each.notes = {{"cpu-time", "the two say different things"}};
  EXPECT_NE(to_text(report, {false, 200}).find("as far as you care\n    note: the two say different things\n"),
            std::string::npos);
  const Json json = to_json(report)["comparisons"][0];
  EXPECT_EQ(json["cpu"].dump(), R"({"percent":1.0,"low":0.5,"high":1.5})");
  EXPECT_EQ(json["notes"].dump(), R"([{"kind":"cpu-time","text":"the two say different things"}])");
}

TEST(Notes, OfARunNameTheStepOrTheCell) {
  RunReport report;
  report.command = "run";
  report.cells.emplace_back();
  report.cells[0].group = "x.a";
  report.cells[0].cell.configuration = {{"side", "a"}};
  report.cells[0].notes = {no_steady_state()};
  report.effects.emplace_back();
  report.effects[0].group = "x.a";
  report.effects[0].from = "a";
  report.effects[0].to = "b";
  report.effects[0].notes = {{"two-levels", "there are two"}};
  const std::string text = to_text(report, {false, 200});
  EXPECT_NE(
      text.find("    note: side=a: no steady state: times go on changing after a third of the process's slices\n"),
      std::string::npos);
  EXPECT_NE(text.find("  note: x.a, a → b: there are two\n"), std::string::npos);
  const Json json = to_json(report);
  EXPECT_EQ(json["cells"][0]["notes"][0]["kind"], "no-steady-state");
  EXPECT_EQ(json["effects"][0]["notes"][0]["kind"], "two-levels");
}

/// 60 slices whose time goes on growing by 0.2 % each.
TEST(Notes, ACellThatNeverBecomesSteadySaysSo) {
  testing::Folder folder;
  auto store = Store::open(folder / "a.db", Store::Access::ReadWrite);
  ASSERT_TRUE(store);
  const std::vector<RunCell> cells = {testing::cell("a", true), testing::cell("b", false)};
  ASSERT_TRUE(store->begin_run(testing::run("r1"), cells));
  std::vector<std::int64_t> steady(60, 1000000), growing;
  for (int i = 0; i < 60; ++i) growing.push_back(1000000 + 2000 * i);
  for (int attempt = 0; attempt < 3; ++attempt)
    ASSERT_TRUE(store->commit_bout(
        "r1", cells[0].group,
        testing::bout(attempt, {testing::process(cells[0], steady), testing::process(cells[1], growing)})));
  const auto report = make_report(*store, "r1");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->cells.at(0).warmup_slices, 1);  // testing::process() begins with a slow one
  EXPECT_THAT(report->cells.at(0).notes, IsEmpty());
  EXPECT_EQ(report->cells.at(1).warmup_slices, std::nullopt);
  EXPECT_EQ(report->cells.at(1).notes.at(0).kind, "no-steady-state");
}

}  // namespace
}  // namespace assay

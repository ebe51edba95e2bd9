#include "harness/report/effects.h"

#include <gmock/gmock.h>

#include <cmath>

#include "harness/report/cells.h"
#include "results/testing.h"

namespace assay {
namespace {

using ::testing::IsEmpty;

/// Microseconds for 1000 iterations, by the place of the cell.
using Times = std::map<std::size_t, double>;

RunCell cell(const std::string& blas, const std::string& threads) {
  const bool baseline = blas == "a" && threads == "1";
  return {{"linalg.gemm", {}, {{"blas", blas}, {"threads", threads}}}, "linalg.gemm", baseline, false};
}

/// Two libraries at two numbers of threads: a1, a2, b1, b2.
std::vector<RunCell> square() {
  return {cell("a", "1"), cell("a", "2"), cell("b", "1"), cell("b", "2")};
}

MeasuredGroup group(const std::vector<RunCell>& cells, const Json& note = Json::object()) {
  return groups_of(cells, {{"linalg.gemm", note}}).front();
}

void measure(MeasuredGroup& group, const Times& times, int bouts, Mode mode = Mode::Turns) {
  for (int left = bouts; left > 0; --left) {
    const auto attempt = static_cast<int>(group.bouts.size());
    BoutRecord bout = testing::bout(attempt, {});
    bout.mode = mode;
    for (const auto& [place, time] : times) {
      const double drift = 1 + 0.001 * (attempt % 3 - 1);  // of all sides alike
      const auto wall = static_cast<std::int64_t>(1e6 * time * drift);
      bout.processes.push_back(testing::process(group.cells[place].row, {wall, wall, wall}));
    }
    add_bout(group, bout, {});
  }
}

StepEffect effect(const MeasuredGroup& group, const std::string& factor) {
  for (const Step& step : steps_of(group.cells))
    if (step.factor == factor) return effect_of(group, step, {});
  throw std::runtime_error("no step of " + factor);
}

double log_width(const EffectReport& report) {
  return std::log1p(report.effect->high / 100) - std::log1p(report.effect->low / 100);
}

TEST(EffectOf, SettingsThatMetUsesTheBoutsThatHaveThemAll) {
  MeasuredGroup all = group(square());
  measure(all, {{0, 10}, {1, 10}, {2, 20}, {3, 5}}, 7);
  measure(all, {{0, 10}, {2, 20}}, 5);  // b2 was given time no more
  const StepEffect found = effect(all, "blas");
  EXPECT_EQ(found.series.pairs.size(), 7U);
  EXPECT_EQ(found.report.bouts, 7);
  EXPECT_EQ(found.report.strata, 2);
  EXPECT_NEAR(found.report.effect->percent, 0, 0.01);
  EXPECT_EQ(found.report.evidence, Evidence::SameBouts);
}

TEST(EffectOf, SettingsMeasuredInDifferentBoutsIsTheirAverage) {
  MeasuredGroup all = group(square());
  for (int pass = 0; pass < 7; ++pass) {  // the baseline a1 is in every bout, the others in turn
    measure(all, {{0, 10}, {2, 12}}, 1);
    measure(all, {{0, 10}, {1, 8}, {3, 12}}, 1);
  }
  const StepEffect found = effect(all, "blas");
  EXPECT_NEAR(found.report.effect->percent, 100 * (std::sqrt(1.2 * 1.5) - 1), 0.01);
  EXPECT_EQ(found.report.verdict, "changed");
  EXPECT_EQ(found.report.strata, 2);
  EXPECT_EQ(found.report.bouts, 7);
  EXPECT_NEAR(found.report.range->least, 20, 0.01);
  EXPECT_NEAR(found.report.range->most, 50, 0.01);
  EXPECT_EQ(found.report.evidence, Evidence::SameBouts);
  EXPECT_EQ(found.report.why, "averaged over 2 settings that were measured in different bouts");
  EXPECT_THAT(found.series.pairs, IsEmpty());
}

/// Bouts follow each other by a second. Either part's B gets slower from bout to bout.
EffectReport of_drifting_parts(int passes) {
  MeasuredGroup all = group(square());
  for (int pass = 0; pass < passes; ++pass) {
    measure(all, {{0, 10}, {2, 10.5 + 0.01 * pass}}, 1);
    measure(all, {{0, 10}, {1, 8}, {3, 8.4 + 0.008 * pass}}, 1);
  }
  return effect(all, "blas").report;
}

TEST(EffectOf, OneNumberHasOneIntervalWhereverItIsShown) {
  MeasuredGroup all = group({cell("a", "1"), cell("b", "1")});
  for (int bout = 0; bout < 34; ++bout) measure(all, {{0, 10}, {1, 10.5 + 0.01 * bout}}, 1);
  const Estimate shown = *effect(all, "blas").report.effect, of_cell = *cells_of(all, true).at(1).against_baseline;
  EXPECT_NE(effect(all, "blas").report.why.find("standard error widened"), std::string::npos);
  EXPECT_EQ(of_cell.percent, shown.percent);
  EXPECT_EQ(of_cell.low, shown.low);
  EXPECT_EQ(of_cell.high, shown.high);
}

TEST(EffectOf, AnAverageOfBoutsThatCorrelateIsWidenedAndWaits) {
  const EffectReport early = of_drifting_parts(12), waiting = of_drifting_parts(13),
                     long_enough = of_drifting_parts(34);
  EXPECT_EQ(early.verdict, "changed");  // below 13 of either it does not show
  EXPECT_EQ(waiting.verdict, "undecided");
  EXPECT_EQ(
      waiting.why,
      "averaged over 2 settings that were measured in different bouts; the bouts correlate, standard error widened "
      "x2.77; nothing is changed or same before such bouts span 30 s");
  EXPECT_GT(log_width(waiting), 1.5 * log_width(early));
  EXPECT_EQ(long_enough.verdict, "changed");
  EXPECT_TRUE(long_enough.why.starts_with(
      "averaged over 2 settings that were measured in different bouts; the bouts correlate, standard error widened x"))
      << long_enough.why;
}

/// Six bouts of each, of the first part undisturbed by the references.
TEST(EffectOf, AnAverageRestsOnTheSameRoundsInAllItsParts) {
  MeasuredGroup all = group(square());
  measure(all, {{0, 10}, {2, 11}}, 6);
  measure(all, {{0, 10}, {1, 8}, {3, 8.8}}, 6);
  const auto disturb = [&](std::size_t from, std::size_t to, int rounds) {
    for (MeasuredPair& pair : all.pairs)
      for (auto& [bout, value] : pair.values)
        if (pair.from == from && pair.to == to) {
          value.undisturbed = 0.2;
          value.undisturbed_rounds = rounds;
        }
  };
  disturb(0, 2, 50);
  EXPECT_EQ(effect(all, "blas").report.decided_on, "all");
  EXPECT_NEAR(effect(all, "blas").report.effect->percent, 10, 0.01);
  EXPECT_NEAR(effect(all, "blas").report.range->most, 10, 0.01);
  disturb(1, 3, 50);
  EXPECT_EQ(effect(all, "blas").report.decided_on, "undisturbed");
  EXPECT_NEAR(std::log1p(effect(all, "blas").report.effect->percent / 100), 0.2, 1e-9);
}

/// A thousand effects of equals would otherwise have fifty that "changed".
TEST(EffectOf, OneOfManyEffectsNeedsMoreThanAnIntervalWithoutZero) {
  MeasuredGroup all = group({cell("a", "1"), cell("b", "1")});
  for (const double time : {10.31, 10.42, 10.38, 10.29, 10.55, 10.36}) measure(all, {{0, 10}, {1, time}}, 1);
  const Step step = steps_of(all.cells).front();
  const auto verdict = [&](int effects) {
    Question question;
    question.effects = effects;
    return effect_of(all, step, question).report.verdict;
  };
  EXPECT_EQ(verdict(1), "changed");
  EXPECT_EQ(verdict(1000), "undecided");
}

/// Two settings in bouts of their own, six each of the same spread: 6 degrees of freedom together.
MeasuredGroup two_settings_apart() {
  MeasuredGroup all = group(square());
  for (const double off : {1.00, 1.01, 1.02, 1.03, 1.04, 1.05}) {
    measure(all, {{0, 10}, {2, 10 * off}}, 1);
    measure(all, {{0, 10}, {1, 8}, {3, 8 * off}}, 1);
  }
  return all;
}

EffectReport average_of_two(const Question& question) {
  const MeasuredGroup all = two_settings_apart();
  return effect_of(all, steps_of(all.cells).front(), question).report;
}

TEST(EffectOf, AnAverageInASuiteSharesTheErrorWithTheOtherComparisons) {
  Question suite;
  suite.rule = "compare";
  suite.comparisons = 20;
  const EffectReport alone = average_of_two({}), among = average_of_two(suite);
  EXPECT_EQ(alone.strata, 2);
  EXPECT_NEAR(among.effect->percent, alone.effect->percent, 1e-9);
  EXPECT_NEAR(log_width(among) / log_width(alone), 4.98069 / 2.44691, 1e-4);  // t of 1 - 0.05 / 20, of 0.95
  EXPECT_EQ(among.why, "averaged over 2 settings; the interval holds for 20 comparisons together");
  EXPECT_EQ(alone.verdict, "changed");
  EXPECT_EQ(among.verdict, "undecided");
}

TEST(EffectOf, AnAverageAmongManyEffectsNeedsMoreThanAnIntervalWithoutZero) {
  Question many;
  many.effects = 40;
  const EffectReport found = average_of_two(many);
  EXPECT_NEAR(log_width(found), log_width(average_of_two({})), 1e-12);
  EXPECT_EQ(found.verdict, "undecided");
  EXPECT_EQ(found.why,
            "averaged over 2 settings that were measured in different bouts; an interval without 0 is not enough among "
            "40 effects: p = 0.0184 >= 0.0013");
}

TEST(EffectOf, SidesThatNeverMetIsTheDifferenceOfTheirPairsWithTheBaseline) {
  MeasuredGroup all = group(square());
  for (int pass = 0; pass < 7; ++pass) {
    measure(all, {{0, 10}, {1, 8}}, 1);
    measure(all, {{0, 10}, {2, 12}, {3, 12}}, 1);
  }
  const StepEffect found = effect(all, "blas");
  EXPECT_NEAR(found.report.effect->percent, 100 * (std::sqrt(1.2 * 1.5) - 1), 0.01);
  EXPECT_EQ(found.report.strata, 2);
  EXPECT_EQ(found.report.evidence, Evidence::SameRun);
  EXPECT_NEAR(found.report.range.value().least, 20, 0.01);
  EXPECT_NEAR(found.report.range.value().most, 50, 0.01);
}

TEST(EffectOf, SettingsInDifferentBoutsHaveNoVerdictBelowSixBouts) {
  MeasuredGroup all = group(square());
  for (int pass = 0; pass < 5; ++pass) {
    measure(all, {{0, 10}, {2, 12}}, 1);
    measure(all, {{0, 10}, {1, 8}, {3, 12}}, 1);
  }
  const EffectReport found = effect(all, "blas").report;
  EXPECT_NEAR(found.effect->percent, 100 * (std::sqrt(1.2 * 1.5) - 1), 0.01);
  EXPECT_EQ(found.verdict, "undecided");
  EXPECT_EQ(found.why, "averaged over 2 settings: 5 of at least 6 bouts");
  EXPECT_EQ(found.noise.name, "");
}

TEST(EffectOf, ASideThatTheSessionGaveUpIsFailedThoughItHasBouts) {
  const std::vector<RunCell> cells = {cell("a", "1"), cell("b", "1")};
  MeasuredGroup all = group(cells, {{"comparisons",
                                     {{cell_id(cells[1].cell),
                                       {{"verdict", "failed"},
                                        {"why", "crashed twice"},
                                        {"outcome", "crashed"},
                                        {"detail", "ended by SIGSEGV"}}}}}});
  measure(all, {{0, 10}, {1, 20}}, 7);
  EXPECT_FALSE(all.failed(0));
  EXPECT_TRUE(all.failed(1));
  const StepEffect found = effect(all, "blas");
  EXPECT_EQ(found.report.verdict, "failed");
  EXPECT_FALSE(found.report.effect);
  EXPECT_EQ(found.report.why, "blas=b threads=1: crashed: ended by SIGSEGV");
  EXPECT_THAT(found.series.pairs, IsEmpty());
}

TEST(EffectOf, AGroupWithoutABoutHasTheModeThatItsCalibrationChose) {
  const MeasuredGroup all =
      group({cell("a", "1"), cell("b", "1")},
            {{"why", "interrupted"}, {"mode", "shared-cpu"}, {"mode_why", "iterations of 20 ms"}});
  const EffectReport report = effect(all, "blas").report;
  EXPECT_EQ(report.mode, Mode::SharedCpu);
  EXPECT_EQ(report.verdict, "undecided");
  EXPECT_EQ(report.why, "interrupted");
  EXPECT_EQ(report.bouts, 0);
}

TEST(EffectOf, ASettingThatFailedIsLeftOutOfTheAverage) {
  const std::vector<RunCell> cells = square();
  MeasuredGroup all = group(cells, {{"comparisons", {{cell_id(cells[3].cell), {{"verdict", "failed"}}}}}});
  measure(all, {{0, 10}, {1, 10}, {2, 20}, {3, 5}}, 7);
  const StepEffect found = effect(all, "blas");
  EXPECT_EQ(found.report.verdict, "changed");
  EXPECT_EQ(found.report.strata, 1);
  EXPECT_NEAR(found.report.effect->percent, 100, 0.01);
}

TEST(EffectOf, EmulatedSidesIsNone) {
  std::vector<RunCell> cells = {cell("a", "1"), cell("b", "1")};
  cells[1].emulated = true;
  MeasuredGroup all = group(cells);
  measure(all, {{0, 10}, {1, 20}}, 7);
  EXPECT_THAT(all.pairs, IsEmpty());
  const StepEffect found = effect(all, "blas");
  EXPECT_EQ(found.report.verdict, "failed");
  EXPECT_EQ(found.report.why, "emulated: its times are no performance");
}

TEST(MeasuredGroup, IsReadByTheClockOfItsMode) {
  const std::vector<RunCell> cells = {cell("a", "1"), cell("b", "1")};
  EXPECT_EQ(group(cells).clock(), stats::Clock::Wall);
  EXPECT_EQ(group(cells, {{"clock", "wall"}}).clock(), stats::Clock::Wall);
  EXPECT_EQ(group(cells, {{"clock", "cpu"}}).clock(), stats::Clock::Cpu);
  MeasuredGroup shared = group(cells);  // killed before a note was written
  measure(shared, {{0, 10}, {1, 20}}, 1, Mode::SharedCpu);
  EXPECT_EQ(shared.clock(), stats::Clock::Cpu);
}

TEST(MeasuredGroup, ComparesAdjacentSidesByTheClockThatWasNoted) {
  const std::vector<RunCell> cells = {cell("a", "1"), cell("b", "1")};
  const auto percent = [&](const char* clock) {
    MeasuredGroup all = group(cells, {{"clock", clock}});
    BoutRecord bout =
        testing::bout(0, {testing::process(cells[0], {10000, 10000}), testing::process(cells[1], {20000, 20000})});
    bout.mode = Mode::Adjacent;
    for (ProcessRecord& process : bout.processes)
      for (Slice& slice : process.slices) slice.cpu_ns = 9000;
    add_bout(all, bout, {});
    return std::lround(100 * std::expm1(all.pair(0, 1)->values.at(0).all));
  };
  EXPECT_EQ(percent("wall"), 100);
  EXPECT_EQ(percent("cpu"), 0);
}

}  // namespace
}  // namespace assay

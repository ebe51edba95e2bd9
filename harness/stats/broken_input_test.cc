#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "harness/stats/bouts.h"
#include "harness/stats/dip.h"
#include "harness/stats/neighbourhood.h"
#include "harness/stats/stages.h"
#include "harness/stats/steady.h"
#include "harness/stats/suite.h"
#include "harness/stats/testing.h"

/* What no honest clock says, and what there is too little of: every answer is defined, and none is a verdict that
 * nothing supports. */
namespace assay::stats {
namespace {

using testing::bout;
using testing::process;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

TEST(OnePair, IsOpenUntilTimeIsUpAndThenUndecided) {
  const std::vector<double> one = {0.05};
  const Finding open = decide(Series{one}, comparison_rule(2));
  EXPECT_EQ(open.verdict, Verdict::Open);
  EXPECT_EQ(open.bouts, 1);
  EXPECT_FALSE(open.effect);
  EXPECT_EQ(open.why, "1 of 6 bouts for look 1 of 6");
  const Finding ended = close(open, "max-time 1s was up");
  EXPECT_EQ(ended.verdict, Verdict::Undecided);
  EXPECT_EQ(ended.why, "max-time 1s was up: 1 of 6 bouts for look 1 of 6");
  EXPECT_EQ(close_estimate(estimate(Series{one}, EstimateRule{}), {}, "max-time 1s was up").verdict,
            Verdict::Undecided);
  EXPECT_EQ(decide_in_suite(Bouts(std::vector<PairValue>(1)), 2, Confirmation{1, 1}).verdict, Verdict::Open);
}

TEST(EqualValues, HaveNoSpreadAndAreDecidedByTheirSizeAlone) {
  const std::vector<double> zero(6, 0.0), tiny(6, 1e-9), large(6, std::log(1.05));
  EXPECT_EQ(decide(Series{zero}, comparison_rule(2)).verdict, Verdict::Same);
  const Finding changed = decide(Series{large}, comparison_rule(2));
  EXPECT_EQ(changed.verdict, Verdict::Changed);
  EXPECT_EQ(changed.p, 0);
  EXPECT_NEAR(changed.effect->low, 5, 1e-9);
  EXPECT_NEAR(changed.effect->high, 5, 1e-9);
  EXPECT_EQ(changed.noise, Noise::Quiet);
  EXPECT_EQ(lag1_correlation(large), 0);
  EXPECT_EQ(widening_factor(large, Widening::Always), 1);
  EXPECT_FALSE(two_levels(std::vector<double>(40, 0.01)));
  EXPECT_EQ(estimate(Series{tiny}, EstimateRule{}).verdict, Verdict::Changed);  // the interval says so; it has no width
}

class BrokenValue : public ::testing::TestWithParam<double> {};

TEST_P(BrokenValue, FailsTheComparisonAndNamesIt) {
  std::vector<double> values = {0.01, 0.02, 0.015, GetParam(), 0.012, 0.011, 0.013, 0.014, 0.016};
  const std::string why =
      fmt::format("value 4 of 9 is {}, which is no ratio of times: the clock or the import is broken", GetParam());
  for (const Finding& finding : {decide(Series{values}, comparison_rule(2)), decide(Series{values}, screen_rule(2)),
                                 estimate(Series{values}, EstimateRule{})}) {
    EXPECT_EQ(finding.verdict, Verdict::Failed);
    EXPECT_EQ(finding.why, why);
    EXPECT_FALSE(finding.effect);
  }
  EXPECT_EQ(yuen(values).has_value(), std::isfinite(GetParam()));  // a large one is trimmed
  EXPECT_FALSE(suite_score(std::vector<SuiteRow>{{{0.01, 0.02}}, {values}}));
}

INSTANTIATE_TEST_SUITE_P(NoRatios, BrokenValue, ::testing::Values(kNan, kInfinity, -kInfinity, 1e300, -1e300));

TEST(Yuen, OfValuesWhoseSquaresAreInfiniteIsNone) {
  EXPECT_FALSE(yuen(std::vector<double>{1e200, -1e200, 1e200}));
  EXPECT_FALSE(yuen(std::vector<double>{1e308, 1e308, 1e308}));
}

TEST(BrokenClock, TimesOfZeroOrLessAreNoTimes) {
  for (const std::int64_t ns : {std::int64_t{0}, std::int64_t{-5}, kLeast}) {
    auto record = bout(Mode::Turns, {process("a", {1000, 1000, 1000}), process("b", {1100, ns, 1300})});
    for (const Mode mode : {Mode::Turns, Mode::Adjacent}) {
      record.mode = mode;
      const auto value = pair_value(record, 0, 1, {});
      ASSERT_TRUE(value);
      EXPECT_EQ(value->rounds, 2);
      EXPECT_TRUE(std::isfinite(value->all));
    }
    EXPECT_FALSE(pair_value(bout(Mode::Turns, {process("a", {1000}), process("b", {ns})}), 0, 1, {}));
    EXPECT_FALSE(pair_value(bout(Mode::Adjacent, {process("a", {1000}), process("b", {ns})}), 0, 1, {}));
    EXPECT_FALSE(pair_value(bout(Mode::SharedCpu, {process("a", {1000}), process("b", {ns})}), 0, 1, {}));
  }
}

TEST(BrokenClock, CpuTimesOfZeroOrLessLeaveTheWallTimeAlone) {
  for (const std::int64_t ns : {std::int64_t{0}, std::int64_t{-5}}) {
    auto record = bout(Mode::Turns, {process("a", {1000, 1000}), process("b", {1100, 1100})});
    for (Slice& slice : record.processes[1].slices) slice.cpu_ns = ns;
    const auto value = pair_value(record, 0, 1, {});
    EXPECT_NEAR(value->all, std::log(1.1), 1e-12);
    EXPECT_FALSE(value->cpu);
    EXPECT_FALSE(value->cpu_mean);
    record.mode = Mode::SharedCpu;  // there CPU time is all there is
    EXPECT_FALSE(pair_value(record, 0, 1, {}));
    record.mode = Mode::Adjacent;
    EXPECT_FALSE(pair_value(record, 0, 1, {Clock::Cpu, std::nullopt}));
    EXPECT_FALSE(pair_value(record, 0, 1, {})->cpu);
  }
}

TEST(BrokenClock, TheWidestRatioOfTwoTimesIsStillOne) {
  auto record = bout(Mode::Turns, {process("a", {1}), process("b", {kLargest})});
  record.processes[0].slices[0].iterations = kLargest;
  record.processes[1].slices[0].iterations = 1;
  const auto value = pair_value(record, 0, 1, {});
  EXPECT_NEAR(value->all, 126 * std::log(2), 1e-9);
  EXPECT_NE(decide(Series{std::vector<double>(6, value->all)}, comparison_rule(2)).verdict, Verdict::Failed);
}

TEST(BrokenClock, IterationsOfZeroOrLessAreNone) {
  auto record = bout(Mode::Turns, {process("a", {1000, 1000}), process("b", {1100, 1100})});
  record.processes[0].slices[0].iterations = 0;
  record.processes[0].slices[1].iterations = -3;
  EXPECT_FALSE(pair_value(record, 0, 1, {}));
}

TEST(BrokenReference, TellsNothing) {
  const auto record = bout(Mode::Turns, {process("a", {1000, 1000}), process("b", {1100, 1100})});
  for (const double base : {0.0, -1.0, kNan}) {
    const auto value = pair_value(record, 0, 1, {Clock::Wall, base});
    EXPECT_NEAR(value->all, std::log(1.1), 1e-12);
    EXPECT_EQ(value->undisturbed_rounds, 0);
    EXPECT_EQ(value->disturbed_rounds, 0);
  }
}

/// Thirteen bouts that correlate, so that they must span 30 s.
TEST(BrokenStarts, AClockThatIsSetBackDoesNotHoldUpForAnHour) {
  std::vector<double> values;
  for (int i = 0; i < 13; ++i) values.push_back(0.10 + 0.02 * (i / 4 % 2));
  const auto rule = comparison_rule(2);
  const auto verdict = [&](std::vector<double> started) { return decide(Series{values, started}, rule).verdict; };
  std::vector<double> every_four_seconds, every_second;
  for (int i = 0; i < 13; ++i) {
    every_four_seconds.push_back(4 * i);
    every_second.push_back(i);
  }
  auto set_back = every_four_seconds, without = every_four_seconds;
  for (std::size_t i = 7; i < 13; ++i) set_back[i] -= 3600;
  without[3] = kNan;
  const auto rule_widened = [&] {
    ComparisonRule widened = rule;
    widened.mixture.widening = Widening::Always;
    widened.looks = {{13}, 0.01};
    return widened;
  }();
  EXPECT_EQ(decide(Series{values, every_second}, rule_widened).verdict, Verdict::Open);
  EXPECT_EQ(decide(Series{values, every_four_seconds}, rule_widened).verdict, Verdict::Changed);
  EXPECT_EQ(decide(Series{values, set_back}, rule_widened).verdict, Verdict::Changed);
  EXPECT_EQ(decide(Series{values, without}, rule_widened).verdict, Verdict::Changed);
  EXPECT_EQ(verdict({}), Verdict::Changed);
}

TEST(Nothing, HasNoAnswer) {
  EXPECT_EQ(decide(Series{}, comparison_rule(2)).verdict, Verdict::Open);
  EXPECT_EQ(estimate(Series{}, EstimateRule{}).verdict, Verdict::Open);
  EXPECT_FALSE(suite_score(std::vector<Bouts>{}));
  EXPECT_FALSE(pair_value(BoutRecord{}, 0, 1, {}));
  EXPECT_EQ(Bouts({}).values().size(), 0U);
  EXPECT_FALSE(neighbour_difference({}).differ);
  EXPECT_FALSE(has_no_steady_state({}));
  EXPECT_FALSE(two_levels({}));
}

}  // namespace
}  // namespace assay::stats

#include "harness/stats/calibrate.h"

#include <gtest/gtest.h>

#include <cmath>

namespace assay::stats {
namespace {

constexpr Simulation kFew = {.runs = 1000, .seed = 3};

TEST(Calibrate, TheSmallestPFallsWithEveryLook) {
  const auto smallest = smallest_p(std::vector{6, 9, 13}, std::vector{6, 13}, {.runs = 50, .seed = 1});
  ASSERT_EQ(smallest.size(), 2u);
  for (std::size_t run = 0; run < 50; ++run) EXPECT_LE(smallest[1][run], smallest[0][run]);
}

TEST(Calibrate, ASeedGivesTheSameRuns) {
  const std::vector looks = {6, 9};
  EXPECT_EQ(smallest_p(looks, looks, {.runs = 5, .seed = 4}), smallest_p(looks, looks, {.runs = 5, .seed = 4}));
  EXPECT_NE(smallest_p(looks, looks, {.runs = 5, .seed = 4}), smallest_p(looks, looks, {.runs = 5, .seed = 5}));
}

TEST(Calibrate, TheNominalPIsAQuantileByNearestRank) {
  std::vector<double> p = {0.5, 0.1, 0.4, 0.2, 0.3};
  EXPECT_EQ(nominal_p(p, 0.2), 0.1);
  EXPECT_EQ(nominal_p(p, 0.4), 0.2);
  EXPECT_EQ(nominal_p(p, 0.0001), 0.1);
}

// sd 1.4 %: that of a pair of n-body or json in turns. The bounds are those of STATISTICS.md, What it must reach.
TEST(Rates, OfBothErrorsStayWithinTheirBounds) {
  const auto rule = comparison_rule(2);
  EXPECT_LE(comparison_rates({.sd = 0.014}, rule, kFew).changed, 0.05);
  const auto off = comparison_rates({.effect = std::log(1.02), .sd = 0.014}, rule, kFew);
  EXPECT_GE(off.changed, 0.95);
  EXPECT_LE(off.same, 0.02);
}

TEST(Rates, ContaminatedBoutsErrOnTheSafeSide) {
  EXPECT_LE(comparison_rates({.sd = 0.014, .contaminated = 0.1}, comparison_rule(2), kFew).changed, 0.05);
}

/// Which six bouts do not show, and thirteen do.
TEST(Rates, BesideANeighbourCorrelatedBoutsAreWaitedFor) {
  const Scenario correlated{.sd = 0.014, .correlation = 0.3};
  ComparisonRule rule = comparison_rule(2);
  const double at_once = comparison_rates(correlated, rule, kFew).changed;
  rule.mixture.widening = Widening::WhenDisturbed;
  EXPECT_LT(comparison_rates(correlated, rule, kFew).changed, 0.75 * at_once);
}

TEST(Rates, AChangeOfAGatesFloorIsSeldomCalledTheSame) {
  const auto rates = gate_rates({.effect = std::log(1.01), .sd = 0.015}, 1, kFew);
  EXPECT_LE(rates.same, 0.05);
  EXPECT_NEAR(rates.fails + rates.same + rates.below + rates.ruled_out + rates.unknown, 1, 1e-9);
  EXPECT_GE(gate_rates({.effect = std::log(1.02), .sd = 0.015}, 1, kFew).fails, 0.98);
}

TEST(Rates, NoiseIsCalledNoise) {
  EXPECT_GE(comparison_rates({.sd = 0.15}, comparison_rule(2), kFew).noisy, 0.9);
}

/// Of sixteen equals all together in 5 % of runs: 0.3 % each.
TEST(Rates, EstimatesOfManyEqualsTogetherSayChangedInFivePercent) {
  const auto rates = estimate_rates({.sd = 0.01}, {.effects = 16}, kFew);
  EXPECT_LE(16 * rates.changed, 0.05);
}

TEST(Rates, EstimatesStoppedOnTheirWidthCover) {
  const EstimateRule rule{.width_percent = 2};
  for (const double sd : {0.005, 0.01, 0.015})
    EXPECT_GE(estimate_rates({.effect = 0.1, .sd = sd}, rule, kFew).covered, 0.93) << sd;
}

}  // namespace
}  // namespace assay::stats

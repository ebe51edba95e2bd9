#include "harness/stats/suite.h"

#include <gtest/gtest.h>

#include <cmath>

namespace assay::stats {
namespace {

using Rows = std::vector<SuiteRow>;

TEST(SuiteScore, OfFourIsThatOfTheirFirstSixBouts) {  // testdata/known_answers.py
  const Rows rows = {{{0.012, -0.004, 0.007, 0.015, 0.001, 0.009, -0.2}},
                     {{0.02, 0.023, 0.018, 0.025, 0.021, 0.019}},
                     {{-0.03, 0.01, 0.02, -0.015, 0.005, 0.012, 0.4, 0.5, 0.6}},
                     {{0.004, 0.006, 0.005, 0.0045, 0.0055, 0.005}}};
  const auto score = suite_score(rows);
  EXPECT_NEAR(score->percent, 0.82841250292774193, 1e-10);
  EXPECT_NEAR(score->low, 0.32713929122409924, 1e-10);
  EXPECT_NEAR(score->high, 1.3321902695758079, 1e-10);
}

TEST(SuiteScore, NeedsTwoWorkloadsAndSixBoutsOfEach) {
  const std::vector<double> six = {0.1, 0.2, 0.3, 0.1, 0.2, 0.3}, five(six.begin(), six.end() - 1);
  EXPECT_FALSE(suite_score(Rows{}));
  EXPECT_FALSE(suite_score(Rows{{six}}));
  EXPECT_FALSE(suite_score(Rows{{six}, {six}, {five}}));
  EXPECT_NEAR(suite_score(Rows{{six}, {six}})->percent, 100 * std::expm1(0.2), 1e-9);
}

TEST(SuiteScore, WithoutSpreadIsAPoint) {
  const auto score = suite_score(Rows{{std::vector(6, 0.1)}, {std::vector(6, 0.3)}});
  EXPECT_NEAR(score->percent, 100 * std::expm1(0.2), 1e-9);
  EXPECT_EQ(score->low, score->percent);
  EXPECT_EQ(score->high, score->percent);
}

/// Six bouts of one stretch, 4 % fast, among twelve that have no effect.
SuiteRow a_stretch() {
  SuiteRow row{{0.041, 0.039, 0.040, 0.041, 0.039, 0.040, 0.001, -0.001, 0, 0.001, -0.001, 0}};
  row.factor = widening_factor(row.values, Widening::Always);
  return row;
}

TEST(SuiteScore, HoldsWhatARowOfCorrelatedBoutsAdmits) {
  const SuiteRow steady{{0.001, -0.001, 0, 0.001, -0.001, 0}};
  SuiteRow unaware = a_stretch();
  unaware.factor = 1;
  EXPECT_GT(suite_score(Rows{unaware, steady})->low, 1.9);
  const auto score = suite_score(Rows{a_stretch(), steady});
  EXPECT_NEAR(score->percent, 100 * std::expm1(0.02), 1e-9);
  EXPECT_GT(a_stretch().factor, 2);
  EXPECT_LT(score->low, 0);
  EXPECT_GT(score->high, 4);
}

std::vector<PairValue> pairs_of(const std::vector<double>& values) {
  std::vector<PairValue> pairs;
  for (const double value : values) pairs.emplace_back().all = value;
  return pairs;
}

TEST(SuiteScore, OfBoutsIsWidenedAsTheirRowsAre) {
  std::vector<double> values = a_stretch().values;
  for (const double value : {0.001, -0.001}) values.push_back(value);
  const auto stretch = pairs_of(values), steady = pairs_of({0.001, -0.001, 0, 0.001, -0.001, 0});
  const SuiteRow row{values, widening_factor(values, Widening::WhenCorrelated)};
  ASSERT_GT(row.factor, 2);
  const auto score = suite_score(std::vector<Bouts>{Bouts(stretch), Bouts(steady)});
  const auto expected = suite_score(Rows{row, {{0.001, -0.001, 0, 0.001, -0.001, 0}}});
  EXPECT_NEAR(score->low, expected->low, 1e-9);
  EXPECT_NEAR(score->high, expected->high, 1e-9);
  EXPECT_LT(score->low, 0);
}

TEST(SuiteScore, ReachesAsFarAsEitherKindOfRoundsTakesTheMean) {
  SuiteRow depends{std::vector(6, 0.1)};
  depends.kinds = EitherKind{Yuen{6, 0.04}, Yuen{6, 0.12}};
  const auto score = suite_score(Rows{depends, {std::vector(6, 0.3)}});
  EXPECT_NEAR(score->percent, 100 * std::expm1(0.2), 1e-9);
  EXPECT_NEAR(score->low, 100 * std::expm1(0.17), 1e-9);
  EXPECT_NEAR(score->high, 100 * std::expm1(0.21), 1e-9);
}

std::vector<PairValue> six_of(double all, double undisturbed, int rounds) {
  PairValue pair;
  pair.all = all;
  pair.undisturbed = undisturbed;
  pair.undisturbed_rounds = rounds;
  return std::vector(6, pair);
}

TEST(SuiteScore, IsByTheSameRoundsOfEveryWorkload) {
  const auto quiet = six_of(0.3, 0.1, 25), calm = six_of(0.5, 0.1, 25), loud = six_of(0.3, 0.1, 0);
  const std::vector<Bouts> both{Bouts(quiet), Bouts(calm)}, mixed{Bouts(quiet), Bouts(loud)};
  EXPECT_NEAR(suite_score(both)->percent, 100 * std::expm1(0.1), 1e-9);
  EXPECT_NEAR(suite_score(mixed)->percent, 100 * std::expm1(0.3), 1e-9);
}

}  // namespace
}  // namespace assay::stats

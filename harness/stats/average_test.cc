#include "harness/stats/average.h"

#include <gtest/gtest.h>

#include <cmath>

namespace assay::stats {
namespace {

Yuen yuen_of(int n, double mean, double se, double df) {
  Yuen one;
  one.n = n;
  one.mean = mean;
  one.se = se;
  one.df = df;
  return one;
}

Widened estimate(int n, double mean, double se, double df) {
  return {yuen_of(n, mean, se, df)};
}

// By hand: variances 0.25·0.01 and 0.25·0.04 add up to 0.0125; df = 0.0125² / (0.0025²/10 + 0.01²/5).
TEST(Average, OfTwoWeighsVariancesByTheSquare) {
  Average average;
  average.add(estimate(12, 1, 0.1, 10), 0.5);
  average.add(estimate(8, 3, 0.2, 5), 0.5);
  const auto result = average.result();
  ASSERT_TRUE(result);
  EXPECT_DOUBLE_EQ(result->estimate.mean, 2);
  EXPECT_NEAR(result->estimate.se, 0.11180339887498949, 1e-15);
  EXPECT_NEAR(result->estimate.df, 7.575757575757576, 1e-12);
  EXPECT_EQ(result->estimate.n, 8);
}

TEST(Average, EqualsAnIndependentCalculation) {  // testdata/known_answers.py
  Average average;
  average.add(estimate(6, 0.01, 0.011, 3), 0.25);
  average.add(estimate(9, 0.02, 0.023, 6), 0.5);
  average.add(estimate(34, -0.01, 0.008, 21), 0.25);
  EXPECT_NEAR(average.result()->estimate.mean, 0.01, 1e-10);
  EXPECT_NEAR(average.result()->estimate.se, 0.011992184955211456, 1e-10);
  EXPECT_NEAR(average.result()->estimate.df, 7.0470834778676874, 1e-10);
}

TEST(Average, OfOppositeWeightsIsADifferenceWithBothVariances) {
  Average average;
  average.add(estimate(9, 5, 0.3, 8), 1);
  average.add(estimate(9, 2, 0.4, 8), -1);
  EXPECT_DOUBLE_EQ(average.result()->estimate.mean, 3);
  EXPECT_DOUBLE_EQ(average.result()->estimate.se, 0.5);
}

TEST(Average, OfNothingOrOfSomethingMissingIsUnknown) {
  Average average;
  EXPECT_FALSE(average.result());
  average.add(estimate(9, 5, 0.3, 8), 0.5);
  average.add(std::nullopt, 0.5);
  EXPECT_FALSE(average.result());
}

TEST(Average, WithoutAnySpreadHasTheLeastDegreesOfFreedom) {
  Average average;
  average.add(estimate(6, 1, 0, 5), 1);
  EXPECT_EQ(average.result()->estimate.se, 0);
  EXPECT_EQ(average.result()->estimate.df, 5);
}

// By hand: 0.5² (0.3² + 0.4²) = 0.25² ; without the factors of 3 and 2: 0.5² (0.1² + 0.2²) = 0.1118034².
TEST(Average, IsWidenedAsItsPartsAre) {
  Widened one = estimate(13, 1, 0.3, 8), other = estimate(13, 2, 0.4, 8);
  one.factor = 3;
  other.factor = 2;
  Average average;
  average.add(one, 0.5);
  average.add(other, 0.5);
  EXPECT_DOUBLE_EQ(average.result()->estimate.se, 0.25);
  EXPECT_NEAR(average.result()->factor, 0.25 / 0.11180339887498949, 1e-12);
}

TEST(Average, DependsOnTheNeighbourWhereAPartDoes) {
  Widened one = estimate(13, 0.02, 0.01, 8);
  one.kinds = EitherKind{yuen_of(13, 0.01, 0.002, 8), yuen_of(13, 0.05, 0.003, 8)};
  Average average;
  average.add(estimate(13, 0.04, 0.01, 8), 0.5);
  EXPECT_FALSE(average.result()->kinds);
  average.add(one, 0.5);
  ASSERT_TRUE(average.result()->kinds);
  EXPECT_DOUBLE_EQ(average.result()->kinds->alone.mean, 0.025);
  EXPECT_DOUBLE_EQ(average.result()->kinds->beside.mean, 0.045);
  EXPECT_DOUBLE_EQ(average.result()->kinds->beside.se, 0.5 * std::hypot(0.01, 0.003));
}

TEST(Average, WaitsForThePartThatMustWait) {
  Average average;
  average.add(estimate(13, 1, 0.1, 8), 0.5);
  EXPECT_EQ(average.result()->wait, "");
  Widened early = estimate(9, 1, 0.1, 8);
  early.wait = "before 13 bouts";
  average.add(early, 0.5);
  EXPECT_EQ(average.result()->wait, "before 13 bouts");
}

}  // namespace
}  // namespace assay::stats

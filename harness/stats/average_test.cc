#include "harness/stats/average.h"

#include <gtest/gtest.h>

namespace assay::stats {
namespace {

Yuen estimate(int n, double mean, double se, double df) {
  Yuen one;
  one.n = n;
  one.mean = mean;
  one.se = se;
  one.df = df;
  return one;
}

// By hand: variances 0.25·0.01 and 0.25·0.04 add up to 0.0125; df = 0.0125² / (0.0025²/10 + 0.01²/5).
TEST(Average, OfTwoWeighsVariancesByTheSquare) {
  Average average;
  average.add(estimate(12, 1, 0.1, 10), 0.5);
  average.add(estimate(8, 3, 0.2, 5), 0.5);
  const auto result = average.result();
  ASSERT_TRUE(result);
  EXPECT_DOUBLE_EQ(result->mean, 2);
  EXPECT_NEAR(result->se, 0.11180339887498949, 1e-15);
  EXPECT_NEAR(result->df, 7.575757575757576, 1e-12);
  EXPECT_EQ(result->n, 8);
}

TEST(Average, EqualsAnIndependentCalculation) {  // testdata/known_answers.py
  Average average;
  average.add(estimate(6, 0.01, 0.011, 3), 0.25);
  average.add(estimate(9, 0.02, 0.023, 6), 0.5);
  average.add(estimate(34, -0.01, 0.008, 21), 0.25);
  EXPECT_NEAR(average.result()->mean, 0.01, 1e-10);
  EXPECT_NEAR(average.result()->se, 0.011992184955211456, 1e-10);
  EXPECT_NEAR(average.result()->df, 7.0470834778676874, 1e-10);
}

TEST(Average, OfOppositeWeightsIsADifferenceWithBothVariances) {
  Average average;
  average.add(estimate(9, 5, 0.3, 8), 1);
  average.add(estimate(9, 2, 0.4, 8), -1);
  EXPECT_DOUBLE_EQ(average.result()->mean, 3);
  EXPECT_DOUBLE_EQ(average.result()->se, 0.5);
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
  EXPECT_EQ(average.result()->se, 0);
  EXPECT_EQ(average.result()->df, 5);
}

}  // namespace
}  // namespace assay::stats

#include "harness/stats/suite.h"

#include <gtest/gtest.h>

#include <cmath>

namespace assay::stats {
namespace {

using Values = std::vector<std::vector<double>>;

TEST(SuiteScore, EqualsAnIndependentCalculation) {
  // numpy and scipy: m = mean over workloads of mean(w[:6]); v = var(w[:6], ddof=1) / len; df = sum(v)^2 / sum(v^2 /
  // (len - 1)) = 3.883...; 100 expm1(m -+ t.ppf(.975, df) sqrt(sum v) / 3). The seventh bout of the first workload does
  // not count.
  const Values values = {
      {0.031, 0.042, 0.038, 0.029, 0.055, 0.036, 9.0}, {-0.012, 0.004, 0.001, 0.019, -0.003, 0.007}, {0.1, 0.12, 0.09}};
  const auto score = suite_score(values);
  ASSERT_TRUE(score);
  EXPECT_NEAR(score->percent, 4.934553167298216, 1e-9);
  EXPECT_NEAR(score->low, 3.9075946554969145, 1e-9);
  EXPECT_NEAR(score->high, 5.9716615029738715, 1e-9);
  EXPECT_EQ(score->workloads, 3);
}

TEST(SuiteScore, OfFourIsThatOfTheirFirstSixBouts) {  // testdata/known_answers.py
  const Values values = {{0.012, -0.004, 0.007, 0.015, 0.001, 0.009, -0.2},
                         {0.02, 0.023, 0.018, 0.025, 0.021, 0.019},
                         {-0.03, 0.01, 0.02, -0.015, 0.005, 0.012, 0.4, 0.5, 0.6},
                         {0.004, 0.006, 0.005, 0.0045, 0.0055, 0.005}};
  const auto score = suite_score(values);
  EXPECT_NEAR(score->percent, 0.82841250292774193, 1e-10);
  EXPECT_NEAR(score->low, 0.32713929122409924, 1e-10);
  EXPECT_NEAR(score->high, 1.3321902695758079, 1e-10);
}

TEST(SuiteScore, NeedsTwoWorkloadsOfTwoBouts) {
  EXPECT_FALSE(suite_score({}));
  EXPECT_FALSE(suite_score(Values{{0.1, 0.2, 0.3}}));
  EXPECT_FALSE(suite_score(Values{{0.1, 0.2, 0.3}, {0.1}}));
}

TEST(SuiteScore, WithoutSpreadIsAPoint) {
  const auto score = suite_score(Values{{0.1, 0.1}, {0.3, 0.3}});
  EXPECT_NEAR(score->percent, 100 * std::expm1(0.2), 1e-9);
  EXPECT_EQ(score->low, score->percent);
  EXPECT_EQ(score->high, score->percent);
}

}  // namespace
}  // namespace assay::stats

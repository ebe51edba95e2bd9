#include "harness/stats/suite.h"

#include <gtest/gtest.h>

#include <cmath>

namespace assay::stats {
namespace {

using Values = std::vector<std::vector<double>>;

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

TEST(SuiteScore, NeedsTwoWorkloadsAndSixBoutsOfEach) {
  const std::vector<double> six = {0.1, 0.2, 0.3, 0.1, 0.2, 0.3}, five(six.begin(), six.end() - 1);
  EXPECT_FALSE(suite_score({}));
  EXPECT_FALSE(suite_score(Values{six}));
  EXPECT_FALSE(suite_score(Values{six, six, five}));
  EXPECT_NEAR(suite_score(Values{six, six})->percent, 100 * std::expm1(0.2), 1e-9);
}

TEST(SuiteScore, WithoutSpreadIsAPoint) {
  const auto score = suite_score(Values{std::vector(6, 0.1), std::vector(6, 0.3)});
  EXPECT_NEAR(score->percent, 100 * std::expm1(0.2), 1e-9);
  EXPECT_EQ(score->low, score->percent);
  EXPECT_EQ(score->high, score->percent);
}

}  // namespace
}  // namespace assay::stats

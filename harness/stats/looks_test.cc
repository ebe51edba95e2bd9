#include "harness/stats/looks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "harness/stats/calibrate.h"

namespace assay::stats {
namespace {

using ::testing::ElementsAre;

TEST(Looks, FollowTheSizeCaredFor) {
  EXPECT_THAT(comparison_looks(2).at, ElementsAre(6, 9, 13, 18, 25, 34));
  EXPECT_THAT(comparison_looks(1).at, ElementsAre(6, 9, 13, 18, 25, 34, 48, 68, 96));
  EXPECT_EQ(comparison_looks(0.5).last(), 272);
  EXPECT_EQ(comparison_looks(0.1).last(), 272);
  EXPECT_EQ(comparison_looks(3).last(), 18);
  EXPECT_EQ(comparison_looks(20).last(), 18);
  EXPECT_EQ(comparison_looks(1.5).last(), 48);
}

TEST(Looks, HaveTheNominalPOfTheirLast) {
  EXPECT_EQ(comparison_looks(2).nominal_p, 0.0104);
  EXPECT_EQ(comparison_looks(1).nominal_p, 0.0073);
  EXPECT_EQ(comparison_looks(0.5).nominal_p, 0.0059);
  EXPECT_EQ(comparison_looks(5).nominal_p, 0.0147);
}

TEST(Looks, OfTheScreen) {
  EXPECT_THAT(screen_looks(2).at, ElementsAre(6, 9, 13, 18));
  EXPECT_EQ(screen_looks(2).nominal_p, 0.0335);
  EXPECT_EQ(screen_looks(1).last(), 48);
  EXPECT_EQ(screen_looks(0.5).last(), 136);
}

TEST(Looks, OfTheConfirmation) {
  EXPECT_THAT(confirm_looks(3).at, ElementsAre(9, 13, 18, 25, 34, 48));
  EXPECT_EQ(confirm_looks(3).nominal_p, 0.0031);
}

TEST(NominalP, OfConfirmationsLiesBetweenCalibratedOnes) {
  EXPECT_EQ(confirm_nominal_p(1), 0.0116);
  EXPECT_EQ(confirm_nominal_p(30), 0.00021);
  // On the straight line through (ln 4, ln .0022) and (ln 6, ln .0014).
  EXPECT_NEAR(confirm_nominal_p(5), 0.0022 * std::pow(0.0014 / 0.0022, std::log(5.0 / 4) / std::log(6.0 / 4)), 1e-12);
  EXPECT_NEAR(confirm_nominal_p(200), 0.000057 * std::pow(2, -1.15), 1e-12);
  for (int k = 2; k < 300; ++k) EXPECT_LT(confirm_nominal_p(k), confirm_nominal_p(k - 1)) << k;
}

// 20,000 runs leave a standard error of 3 % of the error rate at 5 %: a figure of the table must give its rate within 4
// of them.
constexpr Simulation kCoarse = {.runs = 20000, .seed = 20240229};

double share_below(const std::vector<double>& smallest, double p) {
  double count = 0;
  for (const double one : smallest) count += one < p ? 1 : 0;
  return count / static_cast<double>(smallest.size());
}

void expect_rate(double found, double wanted) {
  EXPECT_NEAR(found, wanted, 4 * std::sqrt(wanted * (1 - wanted) / static_cast<double>(kCoarse.runs)));
}

TEST(NominalP, GivesTheOverallErrorInTheSimulation) {
  const auto looks = all_looks().first(9);  // to 96
  const auto lasts = looks.subspan(3);
  const auto smallest = smallest_p(looks, lasts, kCoarse);
  for (std::size_t i = 0; i < lasts.size(); ++i) {
    SCOPED_TRACE(lasts[i]);
    expect_rate(share_below(smallest[i], comparison_nominal_p(lasts[i])), 0.05);
    expect_rate(share_below(smallest[i], screen_nominal_p(lasts[i])), 0.10);
  }
}

TEST(NominalP, GivesTheConfirmationsErrorInTheSimulation) {
  const auto looks = confirm_looks(1).at;
  const auto smallest = smallest_p(looks, std::span(looks).last(1), kCoarse);
  for (const int k : {1, 2, 5, 10}) {
    SCOPED_TRACE(k);
    expect_rate(share_below(smallest[0], confirm_nominal_p(k)), 0.05 / k);
  }
}

}  // namespace
}  // namespace assay::stats

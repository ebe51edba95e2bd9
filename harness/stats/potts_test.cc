#include "harness/stats/potts.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "harness/stats/testing_nights.h"

namespace assay::stats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<double> steps(std::initializer_list<std::pair<std::size_t, double>> parts) {
  std::vector<double> values;
  for (const auto& [n, level] : parts) values.insert(values.end(), n, level);
  return values;
}

/// The least cost of a segment over every level of the grid from the least value to the greatest.
double cost_of_segment(std::span<const double> segment, double sigma) {
  const auto [low, high] = std::minmax_element(segment.begin(), segment.end());
  double least = std::numeric_limits<double>::infinity();
  for (double k = std::floor(4 * *low / sigma) - 12; k <= std::ceil(4 * *high / sigma) + 12; ++k) {
    double sum = 0;
    for (const double value : segment) {
      const double off = value / sigma - k / 4;
      sum += off * off < 9 ? off * off : 9;
    }
    least = std::min(least, sum);
  }
  return least;
}

double cost_of(std::span<const double> values, double sigma, const std::vector<std::size_t>& jumps) {
  double sum = 3 * std::log(static_cast<double>(values.size())) * static_cast<double>(jumps.size());
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= jumps.size(); ++i) {
    const std::size_t end = i < jumps.size() ? jumps[i] : values.size();
    sum += cost_of_segment(values.subspan(begin, end - begin), sigma);
    begin = end;
  }
  return sum;
}

/// Each of the 2^(n - 1) ways to cut the series.
double least_cost_of_all(std::span<const double> values, double sigma) {
  double least = std::numeric_limits<double>::infinity();
  for (unsigned cuts = 0; cuts < 1u << (values.size() - 1); ++cuts) {
    std::vector<std::size_t> jumps;
    for (std::size_t i = 1; i < values.size(); ++i)
      if ((cuts >> (i - 1) & 1u) != 0) jumps.push_back(i);
    least = std::min(least, cost_of(values, sigma, jumps));
  }
  return least;
}

TEST(NightSigma, IsTheMedianStepOfANormalDistribution) {
  EXPECT_NEAR(night_sigma(std::vector<double>{0, 1, 3, 3, 2.5}), 1.4826 * 0.75 / std::sqrt(2), 1e-12);  // 1 2 0 0.5
  EXPECT_NEAR(night_sigma(std::vector<double>{0, 1, 3, 3}), 1.4826 * 1 / std::sqrt(2), 1e-12);
}

TEST(NightSigma, HardlyFeelsAChangeAndWildNights) {
  auto values = testing::noise(200, 0.003);
  const double quiet = night_sigma(values);
  EXPECT_NEAR(quiet, 0.003, 0.0003);
  testing::shift(values, 70, 0.05);
  for (const std::size_t night : {20u, 90u, 150u}) values[night] = 1;
  EXPECT_NEAR(night_sigma(values), quiet, 0.0001);
}

TEST(NightSigma, OfEqualValuesIsWhatInstructionCountsRepeatTo) {
  EXPECT_EQ(night_sigma(std::vector<double>{0.1, 0.1, 0.1}), 1e-5);
}

TEST(SigmaDf, IsAThirdOfTheNights) {
  EXPECT_DOUBLE_EQ(sigma_df(151), 45);
  EXPECT_DOUBLE_EQ(sigma_df(11), 3);
}

TEST(SigmaDf, IsThatOfSimulatedSeries) {
  // A standard deviation that is known to df degrees of freedom spreads by 1 / sqrt(2 df) of itself.
  constexpr int kRuns = 4000;
  double sum = 0, squares = 0;
  for (int seed = 1; seed <= kRuns; ++seed) {
    const double sigma = night_sigma(testing::noise(50, 1, static_cast<std::uint64_t>(seed)));
    sum += sigma;
    squares += sigma * sigma;
  }
  const double mean = sum / kRuns, variance = squares / kRuns - mean * mean;
  EXPECT_NEAR(mean * mean / (2 * variance), sigma_df(50), 2);  // 14.7
}

TEST(NightCost, IsSquaredAndCappedAtNine) {
  EXPECT_DOUBLE_EQ(night_cost(0.02, 0.01, 0.005), 4);
  EXPECT_DOUBLE_EQ(night_cost(-0.004, 0.01, 0.005), 7.84);
  EXPECT_DOUBLE_EQ(night_cost(0.5, 0.01, 0.005), 9);
}

TEST(JumpPenalty, IsThreeTimesTheLogarithmOfTheNights) {
  EXPECT_NEAR(jump_penalty(150), 15.031905882288767, 1e-12);
  EXPECT_NEAR(jump_penalty(20), 8.987196820661973, 1e-12);
}

TEST(Potts, CostsAsLittleAsTheBestOfAllWaysToCut) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    auto values = testing::noise(10, 1, seed);
    testing::shift(values, 1 + seed % 9, static_cast<double>(seed % 13) - 6);
    testing::shift(values, 1 + seed % 5, static_cast<double>(seed % 7));
    values[seed % 10] += seed % 3 == 0 ? 20 : 0;
    const double sigma = 0.6 + 0.1 * static_cast<double>(seed % 5);
    EXPECT_NEAR(cost_of(values, sigma, potts(values, sigma)), least_cost_of_all(values, sigma), 1e-9) << seed;
  }
}

// Of 20 nights with a change in the middle a jump saves 5 Δ²/σ² and costs 3 ln 20 = 8.99.
TEST(Potts, JumpsWhereItSavesMoreThanThePenalty) {
  EXPECT_THAT(potts(steps({{10, 0}, {10, 1.25}}), 1), IsEmpty());       // saves 7.8
  EXPECT_THAT(potts(steps({{10, 0}, {10, 1.5}}), 1), ElementsAre(10));  // saves 11.25
  EXPECT_THAT(potts(steps({{10, 0}, {10, 0.0125}}), 0.01), IsEmpty());  // the unit is sigma
  EXPECT_THAT(potts(steps({{10, 0}, {10, -0.015}}), 0.01), ElementsAre(10));
}

TEST(Potts, AWildNightIsWorthNine) {
  EXPECT_THAT(potts(steps({{20, 0}, {1, 100}, {20, 0}}), 1), IsEmpty());
  EXPECT_THAT(potts(steps({{20, 0}, {2, 100}, {20, 0}}), 1), IsEmpty());            // 18 against two jumps of 11.1
  EXPECT_THAT(potts(steps({{20, 0}, {3, 100}, {20, 0}}), 1), ElementsAre(20, 23));  // 27
}

TEST(Potts, FindsSeveralLevels) {
  auto values = testing::noise(120, 0.002);
  testing::shift(values, 40, 0.02);
  testing::shift(values, 80, -0.03);
  EXPECT_THAT(potts(values, night_sigma(values)), ElementsAre(40, 80));
}

TEST(Potts, OfOneValueIsOneSegment) {
  EXPECT_THAT(potts(std::vector<double>{0.3}, 1), IsEmpty());
}

}  // namespace
}  // namespace assay::stats

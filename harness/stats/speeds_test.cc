#include "harness/stats/speeds.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "harness/stats/calibrate_mixture.h"
#include "harness/stats/pair.h"

namespace assay::stats {
namespace {

struct Times {
  std::vector<double> a, b;

  /// So many rounds of these times.
  Times& add(int rounds, double of_a, double of_b) {
    a.insert(a.end(), static_cast<std::size_t>(rounds), of_a);
    b.insert(b.end(), static_cast<std::size_t>(rounds), of_b);
    return *this;
  }
  Speeds speeds() const { return speeds_of(a, b); }
};

TEST(Speeds, OfEvenRoundsIsOne) {
  const Speeds found = Times().add(10, 2, 2.2).speeds();
  EXPECT_DOUBLE_EQ(found.fast.ratio, std::log(1.1));
  EXPECT_DOUBLE_EQ(found.fast.log_time, std::log(2 * std::sqrt(1.1)));
  EXPECT_FALSE(found.slow);
}

TEST(Speeds, AreTwoWithTheirOwnRatios) {
  const Speeds found = Times().add(30, 2, 2.1).add(8, 3, 3.51).add(10, 2, 2.1).speeds();
  EXPECT_NEAR(found.fast.ratio, std::log(1.05), 1e-12);
  ASSERT_TRUE(found.slow);
  EXPECT_NEAR(found.slow->ratio, std::log(1.17), 1e-12);
  EXPECT_NEAR(found.slow->log_time, std::log(3 * std::sqrt(1.17)), 1e-12);
}

TEST(Speeds, AreFifteenPercentApart) {
  EXPECT_FALSE(Times().add(20, 1, 1).add(20, 1.149, 1.149).speeds().slow);
  EXPECT_TRUE(Times().add(20, 1, 1).add(20, 1.151, 1.151).speeds().slow);
}

TEST(Speeds, HaveFiveRoundsEach) {
  EXPECT_FALSE(Times().add(40, 1, 1).add(4, 2, 2).speeds().slow);
  EXPECT_TRUE(Times().add(40, 1, 1).add(5, 2, 2).speeds().slow);
  EXPECT_FALSE(Times().add(4, 1, 1).add(40, 2, 2).speeds().slow);
  EXPECT_FALSE(Times().add(1, 1, 1).speeds().slow);
}

TEST(Speeds, AreThoseOfBothSidesTogether) {
  const Times times = Times().add(20, 2, 2.1).add(20, 3, 3.51);
  const Speeds found = times.speeds(), exchanged = speeds_of(times.b, times.a);
  EXPECT_DOUBLE_EQ(exchanged.fast.ratio, -found.fast.ratio);
  EXPECT_DOUBLE_EQ(exchanged.slow->ratio, -found.slow->ratio);
  EXPECT_EQ(exchanged.slow->log_time, found.slow->log_time);
}

/// Bouts of one speed each.
std::vector<PairValue> bouts(const std::vector<double>& fast, const std::vector<double>& slow) {
  std::vector<PairValue> pairs;
  for (const double ratio : fast) pairs.emplace_back().speeds = Speeds{{0, ratio}, {}};
  for (const double ratio : slow) pairs.emplace_back().speeds = Speeds{{0.3, ratio}, {}};
  return pairs;
}

// Welch's t of (-1, 0, 1) and (m - 1, m, m + 1) is m / sqrt(2/3) with 4 degrees of freedom: p = 0.001 at m = 7.0303
// (scipy.stats.t.isf(0.0005, 4) * sqrt(2/3)).
TEST(BySpeed, TheRatiosMustDiffer) {
  const auto apart = [](double m) { return by_speed(bouts({-0.01, 0, 0.01}, {m - 0.01, m, m + 0.01})); };
  EXPECT_FALSE(apart(0.0702));
  const auto found = apart(0.0704);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->alone.mean, 0, 1e-12);
  EXPECT_NEAR(found->beside.mean, 0.0704, 1e-12);
  EXPECT_EQ(found->beside.n, 3);
}

TEST(BySpeed, NeedsThreeOfEither) {
  EXPECT_FALSE(by_speed(bouts({0, 0.001, 0.002, 0.003}, {0.2, 0.201})));
  EXPECT_TRUE(by_speed(bouts({0, 0.001, 0.002, 0.003}, {0.2, 0.201, 0.202})));
  EXPECT_FALSE(by_speed({}));
}

TEST(BySpeed, ABoutOfTwoSpeedsCountsAtBoth) {
  auto pairs = bouts({0, 0.001, 0.002}, {});
  for (PairValue& each : pairs) each.speeds->slow = Speed{0.3, each.speeds->fast.ratio + 0.1};
  const auto found = by_speed(pairs);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->alone.mean, 0.001, 1e-12);
  EXPECT_NEAR(found->beside.mean, 0.101, 1e-12);
}

TEST(BySpeed, WhatHasNoSpeedSaysNothing) {
  EXPECT_FALSE(by_speed(std::vector<PairValue>(20)));
}

// Intervals at 98.96 %. A standard error of 300 runs at 95 % is 1.3 points.
TEST(Mixture, IsCoveredWhereTheNeighbourComesAndGoes) {
  const auto found = mixture_coverage({}, 34, {.runs = 300, .seed = 1});
  EXPECT_LT(found.unaware, 0.7);
  EXPECT_GT(found.aware, 0.92);
  EXPECT_GT(found.seen, 0.9);
}

TEST(Mixture, OfOneRatioIsLeftAlone) {
  const auto found = mixture_coverage({.ratio_beside = 0}, 34, {.runs = 300, .seed = 2});
  EXPECT_LT(found.seen, 0.04);
  EXPECT_NEAR(found.aware, found.unaware, 0.01);
  EXPECT_GT(found.unaware, 0.96);
}

}  // namespace
}  // namespace assay::stats

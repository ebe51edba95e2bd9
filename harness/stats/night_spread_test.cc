#include "harness/stats/night_spread.h"

#include <gtest/gtest.h>

#include "harness/stats/testing_nights.h"

namespace assay::stats {
namespace {

const std::string kPlace = "zen3, gcc 12";

std::optional<NightsOff> off(const std::vector<double>& values) {
  return nights_off(testing::series(values), kPlace, static_cast<int>(values.size()) - 1, {});
}

std::vector<double> twenty_and(const std::vector<double>& more) {
  std::vector<double> values = testing::noise(20, 0.003);
  values.insert(values.end(), more.begin(), more.end());
  return values;
}

TEST(NightsOff, OneNightIsHeldAgainstThoseBefore) {
  const auto found = off(twenty_and({0.05}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->nights, 1U);
  EXPECT_EQ(found->after, 19);
  EXPECT_EQ(found->first, 20);
  EXPECT_EQ(found->before.nights, 20U);
  EXPECT_EQ(found->before.at_level, 20U);
  EXPECT_NEAR(found->before.sigma, 0.003, 0.0012);
  EXPECT_NEAR(found->least, 0.05 - found->before.level, 1e-12);
}

TEST(NightsOff, NightsInARowAreHeldAgainstThoseBeforeAllOfThem) {
  const auto found = off(twenty_and({0.05, 0.03}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->nights, 2U);
  EXPECT_EQ(found->first, 20);
  EXPECT_EQ(found->before.nights, 20U);
  EXPECT_NEAR(found->least, 0.03 - found->before.level, 1e-12);
}

TEST(NightsOff, ARowEndsAtANightThatIsNotOrOnTheOtherSide) {
  EXPECT_EQ(off(twenty_and({0.05, 0, 0.03}))->nights, 1U);
  EXPECT_EQ(off(twenty_and({0.05, -0.05, 0.03}))->nights, 1U);
  EXPECT_FALSE(off(twenty_and({0.05, 0.05, 0.002})));
}

TEST(NightsOff, TheLevelIsThatOfTheLastSegment) {
  std::vector<double> values = testing::noise(31, 0.003);
  testing::shift(values, 20, 0.05);
  testing::shift(values, 30, 0.05);
  const auto found = off(values);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->before.nights, 30U);
  EXPECT_EQ(found->before.at_level, 10U);
  EXPECT_NEAR(found->before.level, 0.05, 0.003);
}

TEST(NightsOff, NothingIsKnownOfFewNightsOrOfAnotherPlace) {
  std::vector<double> values = testing::noise(5, 0.003);
  values.push_back(0.05);
  EXPECT_FALSE(off(values));
  EXPECT_FALSE(nights_off(testing::series(twenty_and({0.05})), "zen4", 20, {}));
}

TEST(NightSpread, WhatIsOneNightInManyIsNoneOfThem) {
  const NightSpread spread{0.004, 21, 21, 0};  // 6 degrees of freedom
  EXPECT_NEAR(spread.se(1), 0.004 * 1.0367, 1e-6);
  EXPECT_NEAR(spread.se(2), 0.004 * 0.7581, 1e-6);
  EXPECT_NEAR(p_among_nights(0.0083, 1, spread), 1, 1e-9);        // 2 standard errors: nine nights in a hundred, of 21
  EXPECT_NEAR(p_among_nights(0.02, 1, spread), 0.0616, 0.0001);   // 4.82
  EXPECT_NEAR(p_among_nights(-0.03, 1, spread), 0.0074, 0.0001);  // 7.23
  EXPECT_LT(p_among_nights(0.02, 2, spread), 0.0151);
  const Interval interval = interval_among_nights(0.03, 1, spread);
  EXPECT_NEAR(interval.low, 0.03 - 2.4469 * spread.se(1), 1e-6);
  EXPECT_NEAR(interval.high, 0.03 + 2.4469 * spread.se(1), 1e-6);
}

}  // namespace
}  // namespace assay::stats

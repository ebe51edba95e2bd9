#include "harness/stats/dip.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace assay::stats {
namespace {

/* Expected values by linear programming, which shares nothing with the algorithm: for each value m as the mode, the
 * least D with a G that is convex and rising up to m and concave and rising from m on, and within D of the distribution
 * function on both sides of each of its steps (the mode may be a step of any height); the least D of all m
 * (scipy.optimize.linprog). The module diptest of PyPI gives the same. */
constexpr double kTolerance = 1e-10;

const std::vector<double> kOneMode = {0.0101, 0.0087, -0.0012, 0.0144, 0.0065, 0.0203, 0.0098,
                                      -0.31,  0.0079, 0.0122,  0.0055, 0.0091, 0.0110};
const std::vector<double> kTwoModes = {0.001, 0.002, 0.0035, 0.0005, 0.0011, 0.021, 0.0225, 0.0199, 0.0204};

TEST(Dip, EqualsTheIndependentImplementation) {
  EXPECT_NEAR(dip(kOneMode), 0.048951048951049, kTolerance);
  EXPECT_NEAR(dip(kTwoModes), 0.191812865497076, kTolerance);
  EXPECT_NEAR(dip(std::vector<double>{1, 2, 2, 3, 5, 5, 5, 6, 9}), 0.111111111111111, kTolerance);
  EXPECT_NEAR(dip(std::vector<double>{1, 2, 2, 3}), 0.125, kTolerance);
}

TEST(Dip, OfTwoPointsIsTheGreatest) {
  std::vector<double> halves(10, 0);
  halves.resize(20, 1);
  EXPECT_NEAR(dip(halves), 0.25, kTolerance);
}

TEST(Dip, OfEqualValuesIsTheLeast) {
  EXPECT_EQ(dip({}), 0);
  EXPECT_NEAR(dip(std::vector<double>{3}), 0.5, kTolerance);
  EXPECT_NEAR(dip(std::vector<double>(8, 3)), 1.0 / 16, kTolerance);
}

TEST(DipLimit, IsExceededByOneInAHundredUniformSamples) {
  std::mt19937_64 bits(11);
  for (const int n : {6, 11, 34, 100}) {
    int exceeded = 0;
    std::vector<double> values(static_cast<std::size_t>(n));
    for (int run = 0; run < 10000; ++run) {
      for (double& value : values) value = std::ldexp(static_cast<double>(bits() >> 11), -53);
      exceeded += dip(values) > dip_limit(n) ? 1 : 0;
    }
    EXPECT_NEAR(exceeded, 100, 35) << n;  // 3.5 standard deviations
  }
}

TEST(TwoLevels, AreFoundWithTheirSizes) {
  const auto found = two_levels(kTwoModes);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->at_low, 5);
  EXPECT_EQ(found->at_high, 4);
  EXPECT_NEAR(found->low, (0.001 + 0.002 + 0.0035 + 0.0005 + 0.0011) / 5, kTolerance);
  EXPECT_NEAR(found->high, (0.021 + 0.0225 + 0.0199 + 0.0204) / 4, kTolerance);
}

TEST(TwoLevels, AnOutlierIsNone) {
  EXPECT_FALSE(two_levels(kOneMode));
}

TEST(TwoLevels, AreNotWorthAWordBelowHalfAPercent) {
  std::vector<double> close = kTwoModes;
  for (double& value : close) value /= 5;
  EXPECT_FALSE(two_levels(close));
}

TEST(TwoLevels, NeedNineValues) {
  EXPECT_FALSE(two_levels(std::vector<double>{0, 0.0001, 0.0002, 0.0003, 0.1, 0.1001, 0.1002, 0.1003}));
}

}  // namespace
}  // namespace assay::stats

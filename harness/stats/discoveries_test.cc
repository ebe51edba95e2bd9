#include "harness/stats/discoveries.h"

#include <gmock/gmock.h>

namespace assay::stats {
namespace {

// scipy.stats.false_discovery_control(p, method="bh")
TEST(AdjustedP, EqualsAnIndependentCalculation) {
  const std::vector<double> p = {0.0008, 0.61, 0.0201, 0.009, 0.0095, 1, 0.0278, 0.0298, 0.344, 0.0459, 0.324, 0.4262};
  const std::vector<double> scipy = {
      0.009600000000000001, 0.6654545454545454, 0.0596, 0.038, 0.038, 1.0, 0.0596, 0.0596, 0.4586666666666666,
      0.07868571428571429,  0.4586666666666666, 0.51144};
  const auto found = adjusted_p(p);
  ASSERT_EQ(found.size(), scipy.size());
  for (std::size_t i = 0; i < scipy.size(); ++i) EXPECT_NEAR(found[i], scipy[i], 1e-12) << i;
}

TEST(AdjustedP, IsMonotonicInP) {
  // The least alone would become 0.09; that of the next is less.
  EXPECT_THAT(adjusted_p(std::vector<double>{0.03, 0.031, 0.9}),
              ::testing::ElementsAre(::testing::DoubleEq(0.0465), ::testing::DoubleEq(0.0465), 0.9));
}

TEST(AdjustedP, OfASeriesAloneIsItsOwn) {
  EXPECT_THAT(adjusted_p(std::vector<double>{0.04}), ::testing::ElementsAre(0.04));
  EXPECT_TRUE(adjusted_p({}).empty());
}

TEST(AdjustedP, SeriesWithoutAChangeCount) {
  std::vector<double> p(100, 1);
  p[40] = 0.0004;
  EXPECT_NEAR(adjusted_p(p)[40], 0.04, 1e-12);
  EXPECT_EQ(adjusted_p(p)[0], 1);
}

TEST(GreatestDiscovery, IsThatOfTheLastThatStaysBelowFivePercent) {
  EXPECT_EQ(greatest_discovery(std::vector<double>{0.001, 0.9, 0.03}), 0.03);  // adjusted 0.045
  EXPECT_EQ(greatest_discovery(std::vector<double>{0.001, 0.9, 0.04}), 0.001);
  EXPECT_EQ(greatest_discovery(std::vector<double>{0.05}), 0.05);
  EXPECT_LT(greatest_discovery(std::vector<double>{0.06}), 0);
  EXPECT_LT(greatest_discovery({}), 0);
}

}  // namespace
}  // namespace assay::stats

#include "harness/stats/order.h"

#include <gtest/gtest.h>

#include <numeric>

namespace assay::stats {
namespace {

TEST(Median, OddAndEvenNumbersOfValues) {
  EXPECT_EQ(median({7}), 7);
  EXPECT_EQ(median({9, 1, 5}), 5);
  EXPECT_EQ(median({4, 1, 10, 2}), 3);
  EXPECT_EQ(median({2, 2}), 2);
  EXPECT_EQ(median({}), std::nullopt);
}

TEST(Quantile, IsThatOfNumPy) {
  // numpy.percentile([3,1,4,1,5,9,2,6,5,3,5], 25) = 2.5; numpy.percentile(range(1, 21), 25) = 5.75
  std::vector<double> digits = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5};
  EXPECT_EQ(quantile_in_place(digits, 0.25), 2.5);
  std::vector<double> twenty(20);
  std::iota(twenty.rbegin(), twenty.rend(), 1);
  EXPECT_EQ(quantile_in_place(twenty, 0.25), 5.75);
}

TEST(Quantile, EndsAreTheLeastAndTheGreatest) {
  std::vector<double> values = {3, 1, 2};
  EXPECT_EQ(quantile_in_place(values, 0), 1);
  EXPECT_EQ(quantile_in_place(values, 1), 3);
  std::vector<double> one = {5};
  EXPECT_EQ(quantile_in_place(one, 0.25), 5);
}

}  // namespace
}  // namespace assay::stats

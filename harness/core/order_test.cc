#include "harness/core/order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace assay {
namespace {

TEST(Select, PartsTheValuesAtTheKth) {
  for (const std::size_t different : {1u, 2u, 5u, 97u}) {
    std::vector<double> values;
    for (std::size_t i = 0; i < 60; ++i) values.push_back(static_cast<double>((i * 7919) % different));
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t k = 0; k < values.size(); ++k) {
      auto parted = values;
      ASSERT_EQ(select_in_place(parted, k), sorted[k]);
      ASSERT_EQ(parted[k], sorted[k]);
      const auto at = parted.begin() + static_cast<std::ptrdiff_t>(k);
      ASSERT_LE(*std::max_element(parted.begin(), at + 1), sorted[k]);
      ASSERT_GE(*std::min_element(at, parted.end()), sorted[k]);
      std::sort(parted.begin(), parted.end());
      ASSERT_EQ(parted, sorted);
    }
  }
}

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
}  // namespace assay

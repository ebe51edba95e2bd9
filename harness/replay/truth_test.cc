#include "harness/replay/truth.h"

#include <gtest/gtest.h>

#include "harness/replay/testing.h"

namespace assay::replay {
namespace {

std::vector<double> about(double mean, std::size_t n) {
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(mean + (i % 2 == 0 ? 0.002 : -0.002));
  return values;
}

TEST(Truth, OfAKnownRatioIsTheRatio) {
  Block block = testing::block(about(std::log(1.0625), 40));
  block.true_ratio = 1.0625;
  const auto truth = truth_of(block, 2);
  EXPECT_EQ(truth.label, "sort 1.0625");
  EXPECT_DOUBLE_EQ(*truth.known_percent, 6.25);
  EXPECT_NEAR(truth.all->value, 6.25, 0.01);
  EXPECT_FALSE(truth.undisturbed);
  // From bout 0, 3, …, 21: eight runs of 18, six of 25, three of 34.
  EXPECT_EQ(truth.fixed.intervals, 17);
  EXPECT_EQ(truth.fixed.covered, 17);
  EXPECT_EQ(truth.stopped.intervals, 8);
  EXPECT_LT(truth.fixed.median_half_width(), 0.3);
}

TEST(Truth, OfAWrongRatioIsNotCovered) {
  Block block = testing::block(about(std::log(1.0625), 40));
  block.true_ratio = 1.07;
  EXPECT_EQ(truth_of(block, 2).fixed.covered, 0);
}

TEST(Truth, OfUnknownSubjectsIsTheirLongRunMean) {
  Block block = testing::block(about(0.05, 40));
  block.a = "3.11";
  block.b = "3.12";
  block.true_ratio.reset();
  const auto truth = truth_of(block, 2);
  EXPECT_FALSE(truth.known_percent);
  EXPECT_EQ(truth.fixed.share(), 1);
}

TEST(Coverage, CountsAndTakesTheMedian) {
  Coverage coverage;
  coverage.add({2, 1, 3, 0.95}, 1);
  coverage.add({2, 1, 3, 0.95}, 0.99);
  coverage.add({2, 0, 4, 0.95}, 4);
  EXPECT_EQ(coverage.intervals, 3);
  EXPECT_EQ(coverage.covered, 2);
  EXPECT_EQ(coverage.median_half_width(), 1);
  EXPECT_EQ(Coverage().share(), 0);
}

}  // namespace
}  // namespace assay::replay

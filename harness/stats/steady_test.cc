#include "harness/stats/steady.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "harness/stats/testing.h"

namespace assay::stats {
namespace {

using Processes = std::vector<std::vector<double>>;

/// `warmup` slices at twice the level, then the level.
std::vector<double> series(std::size_t warmup, std::size_t length, double level = 1000) {
  std::vector<double> result(length, level);
  std::fill(result.begin(), result.begin() + static_cast<std::ptrdiff_t>(warmup), 2 * level);
  return result;
}

TEST(Steady, BeginsWithFiveMediansWithinOnePercent) {
  EXPECT_EQ(warmup_slices(Processes{series(7, 60)}), 7u);
  EXPECT_EQ(warmup_slices(Processes{series(0, 60)}), 0u);
  auto interrupted = series(0, 60);
  interrupted[4] = 1011;
  EXPECT_EQ(warmup_slices(Processes{interrupted}), 5u);
  interrupted[4] = 1009;
  EXPECT_EQ(warmup_slices(Processes{interrupted}), 0u);
}

TEST(Steady, PoolsProcessesWhateverTheirLevels) {
  const Processes processes = {series(3, 60, 1000), series(3, 60, 1300), series(20, 60, 900)};
  EXPECT_EQ(warmup_slices(processes), 3u);
}

TEST(Steady, MustBeReachedByThirtyPercentOfTheRun) {
  EXPECT_EQ(warmup_slices(Processes{series(17, 60)}), 17u);
  EXPECT_EQ(warmup_slices(Processes{series(18, 60)}), std::nullopt);
  std::vector<double> zigzag;
  for (int i = 0; i < 60; ++i) zigzag.push_back(i % 2 == 0 ? 1000 : 1050);
  EXPECT_EQ(warmup_slices(Processes{zigzag}), std::nullopt);
  EXPECT_EQ(kNoSteadyState, "no steady state");
}

TEST(NoSteadyState, IsSaidOfAWorkloadThatGoesOnChanging) {
  EXPECT_FALSE(has_no_steady_state(Processes{series(17, 60)}));
  EXPECT_TRUE(has_no_steady_state(Processes{series(18, 60)}));
  std::vector<double> growing;  // by 0.2 % a slice: within 1 % of the later half's median for eleven slices
  for (int i = 0; i < 60; ++i) growing.push_back(1000 * (1 + 0.002 * i));
  EXPECT_TRUE(has_no_steady_state(Processes{growing}));
}

TEST(NoSteadyState, IsNotSaidOfANoisyMachine) {
  std::vector<double> zigzag;
  for (int i = 0; i < 60; ++i) zigzag.push_back(i % 2 == 0 ? 1000 : 1050);
  EXPECT_FALSE(has_no_steady_state(Processes{zigzag}));
  EXPECT_FALSE(has_no_steady_state({}));
  EXPECT_FALSE(has_no_steady_state(Processes{series(0, 9)}));
}

TEST(Steady, NeedsTenSlices) {
  EXPECT_EQ(warmup_slices({}), std::nullopt);
  EXPECT_EQ(warmup_slices(Processes{series(0, 9)}), std::nullopt);
  EXPECT_EQ(warmup_slices(Processes{series(0, 9), series(2, 40)}), 2u);
}

TEST(SliceSeries, IsPerIterationAndOfKeptSlices) {
  auto process = testing::process("a", {100, 200, 300, 400});
  process.slices[0].phase = Phase::Warmup;
  process.slices[1].kept = false;
  process.slices[2].iterations = 0;
  EXPECT_EQ(slice_series(process), (std::vector<double>{1, 4}));
}

}  // namespace
}  // namespace assay::stats

#include "harness/replay/track.h"

#include <gtest/gtest.h>

#include <numeric>

#include "harness/replay/testing.h"

namespace assay::replay {
namespace {

std::vector<double> rising(std::size_t n) {
  std::vector<double> values(n);
  std::iota(values.begin(), values.end(), 0.0);
  for (double& value : values) value *= 0.001;
  return values;
}

TEST(Track, HasTheValuesOfEitherWayRound) {
  const Track track(testing::block(std::vector<double>{0.02, -0.01}));
  EXPECT_NEAR(track.value(0, false, {})->all, 0.02, 1e-9);
  EXPECT_NEAR(track.value(0, true, {})->all, -0.02, 1e-9);
  EXPECT_NEAR(track.value(1, false, {})->all, -0.01, 1e-9);
  EXPECT_FALSE(track.has_references());
  EXPECT_TRUE(Track(testing::block(rising(2), testing::kIdle)).has_references());
}

TEST(Track, OfProcessesPairsNeighboursAfterTheirWarmUp) {
  ProcessBlock block{"noise.jsonl", "sort", 3, {}};
  for (int i = 0; i < 5; ++i) {
    Process process{static_cast<double>(i), 0.1, std::vector<double>(40, 1e6 * (1 + i)), {}};
    std::fill_n(process.wall_ns.begin(), 3, 9e9);  // skipped: native
    process.cpu_ns = process.wall_ns;
    block.processes.push_back(process);
  }
  const Track track(block);
  EXPECT_EQ(track.label(), "sort 3");
  EXPECT_EQ(track.mode(), Mode::Adjacent);
  EXPECT_EQ(track.size(), 4u);
  EXPECT_EQ(track.bouts_in_order(), 2u);
  EXPECT_NEAR(track.value(0, false, {})->all, std::log(2), 1e-12);
  EXPECT_NEAR(track.value(3, true, {})->all, -std::log(5.0 / 4), 1e-12);
  EXPECT_EQ(track.value(0, false, {})->rounds, 20);
  EXPECT_NEAR(track.bout(0).seconds, 0.2 - 1e-9 * (17e6 + 17 * 2e6), 1e-12);  // 17 slices of each are not used
}

TEST(Track, OfPythonProcessesSkipsTenSlices) {
  const Process process{0, 0.1, std::vector<double>(40, 1e6), std::vector<double>(40, 1e6)};
  const Track track(ProcessBlock{"noise.jsonl", "json", 0, {process, process}});
  EXPECT_EQ(track.bout(0).processes[0].slices[9].phase, Phase::Warmup);
  EXPECT_EQ(track.bout(0).processes[0].slices[10].phase, Phase::Steady);
  EXPECT_EQ(track.bout(0).processes[0].slices.size(), 30u);
}

TEST(Spread, IsThatOfTheMiddle) {
  auto values = rising(101);  // 0 … 10 %: 0.6827 of them span 6.827 %
  EXPECT_NEAR(Track(testing::block(values)).spread(), 0.034134, 1e-5);
  values[100] = 5;  // one wild bout
  EXPECT_NEAR(Track(testing::block(values)).spread(), 0.034134, 1e-5);
}

TEST(Drawn, FollowsTheOrderOfTimeAndGoesOnElsewhere) {
  const Track track(testing::block(rising(20)));
  Random random(5);
  const auto picks = drawn(track, 50, random);
  ASSERT_EQ(picks.size(), 50u);
  int swapped = 0, elsewhere = 0;
  for (std::size_t i = 0; i < picks.size(); ++i) {
    swapped += picks[i].swapped;
    if (i == 0) continue;
    EXPECT_GT(picks[i].started, picks[i - 1].started);
    if (picks[i].bout == picks[i - 1].bout + 1) continue;
    ++elsewhere;
    EXPECT_EQ(picks[i - 1].bout, 19u);
  }
  EXPECT_GE(elsewhere, 2);
  EXPECT_GT(swapped, 10);  // a fair coin: 25 ± 3.5
  EXPECT_LT(swapped, 40);
}

TEST(AsRecorded, KeepsTheSignsAndEndsWithTheTrack) {
  const Track track(testing::block(rising(20)));
  Random random(5);
  for (int i = 0; i < 20; ++i) {
    const auto picks = as_recorded(track, 15, 100, random);
    ASSERT_GE(picks.size(), 15u);
    EXPECT_EQ(picks.back().bout, 19u);
    for (const Pick& pick : picks) EXPECT_FALSE(pick.swapped);
  }
  EXPECT_EQ(as_recorded(track, 30, 100, random).size(), 20u);
  EXPECT_LE(as_recorded(track, 5, 7, random).size(), 7u);
}

}  // namespace
}  // namespace assay::replay

#include <gtest/gtest.h>

#include "harness/stats/pair.h"
#include "harness/stats/testing.h"

namespace assay::stats {
namespace {

using testing::bout;
using testing::kBase;
using testing::kBusy;
using testing::kIdle;
using testing::process;
using testing::slice;

constexpr double kTolerance = 1e-18;  // seconds

TEST(Level, IsTheMedianPerIterationInSeconds) {
  auto record = bout(Mode::Turns, {process("a", {300'000, 100'000, 200'000})});
  record.processes[0].slices[0].cpu_ns = 900'000;
  const auto value = level(record, 0, {});
  EXPECT_NEAR(value->wall_seconds, 2e-6, kTolerance);  // 100 iterations a slice
  EXPECT_NEAR(value->cpu_seconds, 2e-6, kTolerance);
  EXPECT_EQ(value->slices, 3);
}

TEST(Level, IsOverAllSlicesHoweverManyWereUndisturbed) {
  auto record = bout(Mode::Turns, {process("a", std::vector<std::int64_t>(75, 200'000), kBusy)});
  for (int i = 0; i < 25; ++i) record.processes[0].slices[static_cast<std::size_t>(i)] = slice(i, 100'000, kIdle);
  const auto value = level(record, 0, {Clock::Wall, kBase});
  EXPECT_NEAR(value->wall_seconds, 2e-6, kTolerance);
  EXPECT_EQ(value->slices, 75);
  EXPECT_NEAR(value->undisturbed_share, 1.0 / 3, 1e-12);
}

TEST(Level, IsByTheClockOfItsBout) {
  const auto clock = [](Mode mode, Clock of_adjacent) {
    return level(bout(mode, {process("a", {100'000})}), 0, {of_adjacent, {}})->clock;
  };
  EXPECT_EQ(clock(Mode::Turns, Clock::Cpu), Clock::Wall);
  EXPECT_EQ(clock(Mode::SharedCpu, Clock::Wall), Clock::Cpu);
  EXPECT_EQ(clock(Mode::Adjacent, Clock::Wall), Clock::Wall);
  EXPECT_EQ(clock(Mode::Adjacent, Clock::Cpu), Clock::Cpu);
}

TEST(Level, NeedsASteadySliceOfAMeasuredProcess) {
  auto record = bout(Mode::Turns, {process("a", {100'000})});
  EXPECT_FALSE(level(record, 1, {}));
  record.processes[0].outcome = Outcome::Crashed;
  EXPECT_FALSE(level(record, 0, {}));
  record.processes[0].outcome = Outcome::Measured;
  record.processes[0].slices[0].phase = Phase::Warmup;
  EXPECT_FALSE(level(record, 0, {}));
}

std::vector<Level> levels(int n, Clock clock = Clock::Wall) {
  std::vector<Level> result;
  for (int i = 1; i <= n; ++i) {
    Level one;
    one.wall_seconds = i;
    one.cpu_seconds = 100 - i;
    one.undisturbed_share = 0.5;
    one.slices = 50;
    one.clock = clock;
    result.push_back(one);
  }
  return result;
}

TEST(LevelSummary, IntervalsAreThoseOfOrderStatistics) {
  // Conover, Practical Nonparametric Statistics, 3.2: 95 % for the median. n = 6: x(1), x(6) (96.9 %); n = 9: x(2),
  // x(8) (96.1 %); n = 20: x(6), x(15) (95.9 %). Below six no pair of order statistics reaches 95 %.
  for (const auto& [n, low, high] : {std::tuple{1, 1, 1}, {5, 1, 5}, {6, 1, 6}, {9, 2, 8}, {20, 6, 15}}) {
    const auto summary = summarise(levels(n));
    EXPECT_EQ(summary->low_seconds, low) << n;
    EXPECT_EQ(summary->high_seconds, high) << n;
    EXPECT_EQ(summary->median_seconds, (n + 1) / 2.0) << n;
    EXPECT_EQ(summary->processes, n);
    EXPECT_EQ(summary->slices, 50 * n);
  }
  EXPECT_FALSE(summarise({}));
}

TEST(LevelSummary, IsByTheClockThatDecides) {
  const auto summary = summarise(levels(6, Clock::Cpu));
  EXPECT_EQ(summary->clock, Clock::Cpu);
  EXPECT_EQ(summary->median_seconds, 96.5);
  EXPECT_EQ(summary->low_seconds, 94);
  EXPECT_EQ(summary->high_seconds, 99);
  EXPECT_NEAR(summary->undisturbed_share, 0.5, 1e-12);
}

TEST(LevelSummary, OfBothClocksIsOfTheWallTimesAlone) {
  auto mixed = levels(6, Clock::Cpu);
  for (const Level& one : levels(3)) mixed.push_back(one);
  const auto summary = summarise(mixed);
  EXPECT_EQ(summary->clock, Clock::Wall);
  EXPECT_EQ(summary->processes, 3);
  EXPECT_EQ(summary->slices, 150);
  EXPECT_EQ(summary->median_seconds, 2);
  EXPECT_EQ(summary->low_seconds, 1);
  EXPECT_EQ(summary->high_seconds, 3);
  EXPECT_NEAR(summary->undisturbed_share, 0.5, 1e-12);
}

}  // namespace
}  // namespace assay::stats

#include "harness/stats/reference.h"

#include <gtest/gtest.h>

#include "harness/stats/testing.h"

namespace assay::stats {
namespace {

using testing::kBase;
using testing::kBetween;
using testing::kBusy;
using testing::kIdle;
using testing::slice;

TEST(ReferenceBase, IsTheSecondPercentileByNearestRank) {
  ReferenceReadings readings;
  for (int ns = 5000; ns > 4900; --ns) readings.add(ns);  // 4901 ... 5000
  EXPECT_EQ(readings.base_ns(), 4902);
  readings.add(4000);  // ceil(0.02 * 101) = 3: 4000, 4901, 4902
  EXPECT_EQ(readings.base_ns(), 4902);
}

void add(ReferenceReadings& readings, int count, int ns) {
  for (int i = 0; i < count; ++i) readings.add(ns);
}

/// 7 % of readings at the highest step, 3.4 % faster than the one that the core has otherwise.
TEST(ReferenceBase, IsTheStepOfTheClockWithTwiceTheReadings) {
  ReferenceReadings readings;
  add(readings, 70, 4000);
  add(readings, 530, 4136);
  add(readings, 400, 5200);  // beside a busy sibling
  EXPECT_EQ(readings.base_ns(), 4136);
}

TEST(ReferenceBase, StaysWhereTheHighestStepHasHalfTheReadings) {
  ReferenceReadings readings;
  add(readings, 300, 4000);
  add(readings, 599, 4136);
  EXPECT_EQ(readings.base_ns(), 4000);
  readings.add(4140);  // within 1 % of it
  EXPECT_EQ(readings.base_ns(), 4136);
}

TEST(ReferenceBase, IsNoBusySiblings) {
  ReferenceReadings readings;
  add(readings, 50, 4000);
  add(readings, 950, 4225);  // 5.6 % more is no step
  EXPECT_EQ(readings.base_ns(), 4000);
}

TEST(ReferenceBase, KnowsTheStepsOfVerySlowCores) {
  ReferenceReadings readings;
  add(readings, 5, 1'000'000);
  add(readings, 95, 1'030'000);
  EXPECT_EQ(readings.base_ns(), 1'030'000);
}

TEST(ReferenceBase, LeavesOutReadingsNotTaken) {
  ReferenceReadings readings;
  readings.add(0);
  readings.add(-5);
  EXPECT_EQ(readings.base_ns(), std::nullopt);
  readings.add(4100);
  EXPECT_EQ(readings.base_ns(), 4100);
}

TEST(ReferenceBase, KnowsVerySlowCores) {
  ReferenceReadings readings;
  for (int i = 0; i < 100; ++i) readings.add(1'000'000 + i);
  EXPECT_EQ(readings.base_ns(), 1'000'001);
  readings.add(4000);
  EXPECT_EQ(readings.base_ns(), 1'000'001);
}

TEST(ReferenceBase, TakesBothReadingsOfEverySlice) {
  auto record = testing::bout(Mode::Turns, {testing::process("a", {1, 2}, 4100), testing::process("b", {1, 2}, 4200)});
  record.processes[1].slices[1].reference_after_ns = 3801;
  ReferenceReadings readings;
  readings.add(record);
  EXPECT_EQ(readings.base_ns(), 3801);
}

TEST(ReferenceBase, AClockHasChangedFromOnePercentOn) {
  EXPECT_FALSE(clock_changed(4000, 4000));
  EXPECT_FALSE(clock_changed(4039, 4000));
  EXPECT_TRUE(clock_changed(4041, 4000));
  EXPECT_TRUE(clock_changed(3959, 4000));
}

TEST(NeighbourState, FollowsTheLimits) {
  EXPECT_EQ(neighbour(slice(0, 1000, 4040), kBase, false), Neighbour::Undisturbed);
  EXPECT_EQ(neighbour(slice(0, 1000, 4041), kBase, false), Neighbour::Mixed);
  EXPECT_EQ(neighbour(slice(0, 1000, 4600), kBase, false), Neighbour::Mixed);
  EXPECT_EQ(neighbour(slice(0, 1000, 4601), kBase, false), Neighbour::Disturbed);
}

BoutRecord reading(std::int64_t reference_ns, Mode mode = Mode::Turns) {
  BoutRecord bout;
  bout.mode = mode;
  bout.processes.emplace_back().slices = {slice(0, 1000, reference_ns)};
  return bout;
}

TEST(RunBase, IsSettledByTheFirstComparisonThatHasSixBouts) {
  RunBase base;
  EXPECT_FALSE(base.so_far());
  base.add(reading(3900, Mode::Calibrate), 0);
  EXPECT_EQ(base.so_far(), 3900);
  for (int measured = 1; measured <= 5; ++measured) base.add(reading(4000), measured);
  base.add(reading(4010), 5);  // another comparison's fifth
  EXPECT_FALSE(base.settled());
  EXPECT_FALSE(base.base_ns());
  base.add(reading(4020), 6);
  ASSERT_TRUE(base.settled());
  EXPECT_EQ(base.base_ns(), 4000);  // calibration's reading was for the time until then
  EXPECT_EQ(base.so_far(), 4000);
  base.add(reading(3000), 7);
  EXPECT_EQ(base.base_ns(), 4000);
}

TEST(RunBase, IsTheHostsWhereTheNeighbourNeverRested) {
  RunBase base(3500);
  for (int measured = 1; measured <= 6; ++measured) base.add(reading(4000), measured);
  EXPECT_EQ(base.own_ns(), 4000);
  EXPECT_EQ(base.base_ns(), 3500);
}

TEST(NeighbourState, TakesBothReadings) {
  auto half = slice(0, 1000, kBusy);
  half.reference_after_ns = kIdle;
  EXPECT_EQ(neighbour(half, kBase, false), Neighbour::Mixed);
  half.reference_after_ns = 0;
  EXPECT_EQ(neighbour(half, kBase, false), Neighbour::Mixed);
}

TEST(NeighbourState, RunDelayIsNotUndisturbedUnlessTheSidesAlternate) {
  auto delayed = slice(0, 1'000'000);
  delayed.run_delay_ns = 1;
  EXPECT_EQ(neighbour(delayed, kBase, false), Neighbour::Mixed);
  EXPECT_EQ(neighbour(delayed, kBase, false, true), Neighbour::Undisturbed);
}

TEST(NeighbourState, StealIsLaidToSlicesThatLackCpuTime) {
  auto lacking = slice(0, 1'000'000);
  lacking.cpu_ns = 989'000;
  EXPECT_EQ(neighbour(lacking, kBase, false), Neighbour::Undisturbed);  // no steal was counted in this bout
  EXPECT_EQ(neighbour(lacking, kBase, true), Neighbour::Mixed);
  EXPECT_EQ(neighbour(slice(0, 1'000'000), kBase, true), Neighbour::Undisturbed);
  lacking.voluntary_switches = 1;  // it waited of its own will
  EXPECT_EQ(neighbour(lacking, kBase, true), Neighbour::Undisturbed);
}

TEST(NeighbourState, ARoundIsWhatBothSidesAre) {
  EXPECT_EQ(both(Neighbour::Undisturbed, Neighbour::Undisturbed), Neighbour::Undisturbed);
  EXPECT_EQ(both(Neighbour::Disturbed, Neighbour::Disturbed), Neighbour::Disturbed);
  EXPECT_EQ(both(Neighbour::Disturbed, Neighbour::Undisturbed), Neighbour::Mixed);
  EXPECT_EQ(neighbour(slice(0, 1, kBetween), kBase, false), Neighbour::Mixed);
}

}  // namespace
}  // namespace assay::stats

#include "harness/worker/leader_calibration.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(CommonIterations, MakeASliceByTheGeometricMeanOfTheSides) {
  EXPECT_EQ(common_iterations({1e-6, 1e-6}, 1e-3), 1000);
  EXPECT_EQ(common_iterations({1e-6, 4e-6}, 1e-3), 500);
  EXPECT_EQ(common_iterations({3e-3, 3e-3}, 1e-3), 1);
}

TEST(CommonIterations, LetNoSideTakeMoreThanFourTimesASlice) {
  EXPECT_EQ(common_iterations({1e-6, 1e-4}, 1e-3), 40);
}

TEST(CommonIterations, MakeAUnitForTheFastestWhereOneTakesNoTurns) {
  EXPECT_EQ(common_iterations({8e-3, 40e-3}, 1e-3), 13);
  EXPECT_EQ(common_iterations({0.4, 0.5}, 1e-3), 1);
}

TEST(CommonIterations, LeaveOutSidesThatEnded) {
  EXPECT_EQ(common_iterations({0, 1e-6}, 1e-3), 1000);
  EXPECT_EQ(common_iterations({0, 0}, 1e-3), 1);
}

TEST(UndelayedSeconds, AreWithoutTheTimeInWhichOthersHadTheCpu) {
  EXPECT_DOUBLE_EQ(undelayed_seconds({.wall_ns = 10'000'000, .cpu_ns = 2'000'000, .run_delay_ns = 7'000'000}), 3e-3);
}

/// The delays of all threads are summed, and so may be longer than the slice.
TEST(UndelayedSeconds, AreNeverLessThanTheCpuTimeNorMoreThanTheSlice) {
  EXPECT_DOUBLE_EQ(undelayed_seconds({.wall_ns = 10'000'000, .cpu_ns = 5'000'000, .run_delay_ns = 30'000'000}), 5e-3);
  EXPECT_DOUBLE_EQ(undelayed_seconds({.wall_ns = 10'000'000, .cpu_ns = 35'000'000, .run_delay_ns = 5'000'000}), 1e-2);
}

}  // namespace
}  // namespace assay

#include "harness/session/method.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

Calibrated calibrated(double fastest_seconds, double slowest_seconds, std::int64_t iterations) {
  Calibrated found;
  found.facts.iteration_seconds = slowest_seconds;
  found.fastest_seconds = fastest_seconds;
  found.all_seconds = fastest_seconds + slowest_seconds;
  found.iterations = iterations;
  return found;
}

TEST(Method, SharesTheCpuInUnitsOfATenthOfASecondForTheFaster) {
  EXPECT_EQ(choose_method(calibrated(0.02, 0.03, 5), "native", Mode::SharedCpu).iterations, 5);
  EXPECT_EQ(choose_method(calibrated(0.3, 0.5, 1), "native", Mode::SharedCpu).iterations, 1);
}

TEST(Method, MeasuresNoSideForMinutesBecauseAnotherIsAHundredTimesFaster) {
  const Calibrated apart = calibrated(40e-6, 8e-3, 2500);  // 20 s of the slower one for 0.1 s of the faster
  EXPECT_EQ(choose_method(apart, "native", Mode::SharedCpu).iterations, 50);
  EXPECT_EQ(choose_method(apart, "native", Mode::Adjacent).iterations, 50);
  EXPECT_LT(choose_method(apart, "native", Mode::Adjacent).limit_seconds, 60 + 10 * 23 * 0.41);
}

TEST(Method, LeavesSlicesOfAMillisecondAsTheyWereCalibrated) {
  EXPECT_EQ(choose_method(calibrated(1e-6, 4e-6, 500), "native", Mode::Adjacent).iterations, 500);
  EXPECT_EQ(choose_method(calibrated(0.001, 0.004, 1), "cpython", Mode::Adjacent).iterations, 1);
}

BoutRecord calibration(std::int64_t iterations, int turn_slices, std::vector<double> seconds) {
  BoutRecord bout;
  bout.mode = Mode::Calibrate;
  bout.cpus = {2};
  bout.calibration = Calibration{iterations, turn_slices, std::move(seconds), {0.01}, false};
  return bout;
}

/// The baseline is in every chunk: what fits the slowest side of all is what every side does.
TEST(Merge, OfChunksKeepsTheFewestIterationsAndTheLongestTurn) {
  Calibrated all;
  merge(all, calibration(100, 1, {1e-5, 1e-5}));
  merge(all, calibration(40, 3, {1e-5, 2.5e-5}));
  merge(all, calibration(70, 2, {1e-5, 1.4e-5}));
  EXPECT_EQ(all.iterations, 40);
  EXPECT_EQ(all.turn_slices, 3);
  EXPECT_EQ(all.facts.iteration_seconds, 2.5e-5);
  EXPECT_EQ(all.fastest_seconds, 1e-5);
  EXPECT_DOUBLE_EQ(all.all_seconds, 7.9e-5);
}

BoutRecord watched(double at_once) {
  BoutRecord bout = calibration(1, 1, {0.3, 0.3});
  bout.calibration->runnable = {1, 1};
  bout.calibration->at_once = {0, at_once};
  bout.calibration->threads_or_children = at_once > 0.1;
  return bout;
}

/// One side of one chunk is enough, and the choice is made for all.
TEST(Merge, OfChunksGivesAllCpusWhereOneCommandUsesSeveralAtOnce) {
  Calibrated all;
  merge(all, watched(0.05));
  EXPECT_FALSE(choose_method(all, "command").all_cpus);
  EXPECT_EQ(choose_method(all, "command").mode, Mode::SharedCpu);
  merge(all, watched(0.45));
  merge(all, watched(0.02));
  const Method method = choose_method(all, "command");
  EXPECT_TRUE(method.all_cpus);
  EXPECT_EQ(method.mode, Mode::Adjacent);
  EXPECT_EQ(method.clock, stats::Clock::Wall);
  EXPECT_EQ(method.why,
            "commands of 300 ms that run several threads or processes at once for 45 % of the time, on all CPUs");
  EXPECT_FALSE(choose_method(all, "command", Mode::SharedCpu).all_cpus);
  EXPECT_TRUE(choose_method(all, "command", Mode::Adjacent).all_cpus);
}

/// One side that is busy for this many percent of the time.
BoutRecord busy(std::int64_t percent) {
  BoutRecord bout = calibration(10, 1, {0.01});
  Slice& slice = bout.processes.emplace_back().slices.emplace_back();
  slice.wall_ns = 100;
  slice.cpu_ns = percent;
  return bout;
}

/// What waits in any chunk makes all of them be measured one after the other.
TEST(Merge, OfChunksKeepsTheLeastShareOfTheCpu) {
  Calibrated all;
  merge(all, busy(98));
  merge(all, busy(60));
  merge(all, busy(99));
  EXPECT_DOUBLE_EQ(all.facts.cpu_share, 0.6);
  EXPECT_EQ(choose_method(all, "native").mode, Mode::Adjacent);
}

}  // namespace
}  // namespace assay

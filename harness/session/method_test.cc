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

}  // namespace
}  // namespace assay

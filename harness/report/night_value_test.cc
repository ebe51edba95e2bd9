#include "harness/report/night_value.h"

#include <gtest/gtest.h>

#include <vector>

namespace assay {
namespace {

NightValue value(double value, double se, double low, double high, int bouts) {
  return {"r", "c", value, se, bouts, {{"low", low}, {"high", high}}};
}

/// (1 * 0.01 + 1/4 * 0.04) / (1 + 1/4), and the half widths likewise, their squares added.
TEST(MeanOf, RunsOfANightWeighsThemByTheirVariances) {
  const std::vector<NightValue> runs = {value(0.01, 0.001, 0.008, 0.013, 10), value(0.04, 0.002, 0.036, 0.046, 8)};
  const NightValue mean = mean_of(runs);
  EXPECT_DOUBLE_EQ(*mean.value, 0.016);
  EXPECT_EQ(mean.bouts, 18);
  EXPECT_NEAR(mean.note["low"].get<double>(), 0.016 - 0.0017888543819998318, 1e-15);   // hypot(0.002, 0.004 / 4) / 1.25
  EXPECT_NEAR(mean.note["high"].get<double>(), 0.016 + 0.0026832815729997478, 1e-15);  // hypot(0.003, 0.006 / 4) / 1.25
}

TEST(MeanOf, RunsOfWhichOneHasNoErrorWeighsThemAlike) {
  const std::vector<NightValue> runs = {value(0.01, 0.001, 0.008, 0.013, 10), value(0.04, 0, 0.04, 0.04, 2)};
  EXPECT_DOUBLE_EQ(*mean_of(runs).value, 0.025);
}

}  // namespace
}  // namespace assay

#include "harness/report/night_value.h"

#include <gtest/gtest.h>

#include <vector>

#include "harness/report/effects.h"
#include "results/testing.h"

namespace assay {
namespace {

RunCell cell(const std::string& side, bool baseline) {
  return {{"linalg.gemm", {}, {{"blas", side}, {"threads", "1"}}}, "linalg.gemm", baseline, false};
}

/// A build that gets slower from bout to bout.
TEST(NightValuesOf, BoutsThatCorrelateAreLessSure) {
  const std::vector<RunCell> cells = {cell("a", true), cell("b", false)};
  std::vector<MeasuredGroup> groups = groups_of(cells, {});
  for (int attempt = 0; attempt < 13; ++attempt)
    add_bout(groups[0],
             testing::bout(attempt, {testing::process(cells[0], {10'000'000}),
                                     testing::process(cells[1], {10'500'000 + 10'000 * attempt})}),
             {});
  const PairSeries series = series_of(groups[0], *groups[0].pair(0, 1));
  const auto plain = stats::yuen(series.bouts().values());
  const auto found = stats::widened(series.bouts());
  ASSERT_GT(found->factor, 1.5);
  const NightValue value = night_values_of(testing::run("r1"), groups).at(0);
  EXPECT_EQ(value.value, plain->mean);
  EXPECT_NEAR(*value.se, found->factor * plain->se, 1e-15);
  EXPECT_NEAR(value.note["high"], stats::interval(*found, 0.95).high, 1e-12);
}

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

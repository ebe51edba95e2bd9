#include "harness/replay/suites.h"

#include <gtest/gtest.h>

#include "harness/replay/testing.h"

namespace assay::replay {
namespace {

/// Reproducible, about normal.
std::vector<double> noise(double sd, std::size_t n, unsigned seed) {
  Random random(seed);
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) {
    double sum = -6;
    for (int k = 0; k < 12; ++k) sum += static_cast<double>(random() >> 11) * 0x1p-53;
    values.push_back(sd * sum);
  }
  return values;
}

TEST(Suites, OfQuietWorkloadsFindAllAndClaimNothingElse) {
  const std::vector<Track> tracks = {Track(testing::block(noise(0.002, 100, 1))),
                                     Track(testing::block(noise(0.003, 100, 2)))};
  const auto rates = replay_suites(tracks, {.care_percent = 2, .seed = 1}, 10);
  EXPECT_EQ(rates.suites, 10);
  EXPECT_EQ(rates.with_false_claims, 0);
  EXPECT_EQ(rates.changed, 60);
  EXPECT_EQ(rates.confirmed, 60);
  EXPECT_EQ(rates.noisy, 0);
  EXPECT_EQ(rates.by_spread[0].changed, 60);
  EXPECT_GE(rates.score_covers, 17);
  EXPECT_NEAR(rates.seconds, 1.2, 0.1);  // six bouts of 0.2 s, and few more
}

TEST(Suites, OfWildWorkloadsAreCalledNoisy) {
  const std::vector<Track> tracks = {Track(testing::block(noise(0.2, 100, 3)))};
  const auto rates = replay_suites(tracks, {.care_percent = 2, .seed = 1}, 3);
  EXPECT_GE(rates.noisy, 150);  // of 180
  EXPECT_LE(rates.confirmed, 3);
  EXPECT_EQ(rates.by_spread.back().changed, 18);
}

}  // namespace
}  // namespace assay::replay

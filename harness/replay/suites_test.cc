#include "harness/replay/suites.h"

#include <gtest/gtest.h>

#include "harness/replay/testing.h"
#include "harness/stats/testing_nights.h"

namespace assay::replay {
namespace {

using stats::testing::noise;

TEST(Suites, OfQuietWorkloadsFindAllAndClaimNothingElse) {
  const std::vector<Track> tracks = {Track(testing::block(noise(100, 0.002, 1))),
                                     Track(testing::block(noise(100, 0.003, 2)))};
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
  const std::vector<Track> tracks = {Track(testing::block(noise(100, 0.2, 3)))};
  const auto rates = replay_suites(tracks, {.care_percent = 2, .seed = 1}, 3);
  EXPECT_GE(rates.noisy, 150);  // of 180
  EXPECT_LE(rates.confirmed, 3);
  EXPECT_EQ(rates.by_spread.back().changed, 18);
}

}  // namespace
}  // namespace assay::replay

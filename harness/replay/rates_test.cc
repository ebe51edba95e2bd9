#include "harness/replay/rates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/replay/replay.h"
#include "harness/replay/testing.h"

namespace assay::replay {
namespace {

Ended ended(stats::Verdict verdict, double percent, double seconds) {
  Ended one;
  one.finding.verdict = verdict;
  one.finding.effect = stats::Effect{.percent = percent};
  one.seconds = seconds;
  return one;
}

TEST(Tally, CountsVerdictsAndSigns) {
  Tally tally;
  tally.add(ended(stats::Verdict::Changed, 2, 1), 0.02);
  tally.add(ended(stats::Verdict::Changed, -2, 2), 0.02);  // the wrong way round
  tally.add(ended(stats::Verdict::Same, 0, 3), 0.02);
  tally.add(ended(stats::Verdict::Noisy, 0, 6), 0.02);
  EXPECT_EQ(tally.share(&Tally::changed), 0.5);
  EXPECT_EQ(tally.share(&Tally::right), 0.25);
  EXPECT_EQ(tally.share(&Tally::same), 0.25);
  EXPECT_EQ(tally.share(&Tally::noisy), 0.25);
  EXPECT_EQ(tally.mean_seconds(), 3);
  EXPECT_EQ(tally.median_seconds(), 2.5);
  Tally twice = tally;
  twice.add(tally);
  EXPECT_EQ(twice.all, 8);
  EXPECT_EQ(twice.share(&Tally::right), 0.25);
  EXPECT_EQ(Tally().share(&Tally::all), 0);
}

TEST(Effects, AreThreeAndTheOneCaredFor) {
  EXPECT_THAT(effects_of(2), ::testing::ElementsAre(0, 1, 2, 5));
  EXPECT_THAT(effects_of(0.5), ::testing::ElementsAre(0, 1, 2, 5, 0.5));
}

std::vector<double> alternating(double size, std::size_t n) {
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(i % 2 == 0 ? size : -size);
  return values;
}

TEST(Replayed, NoisyTracksAreApart) {
  Recordings recordings{{testing::block(alternating(0.002, 40)), testing::block(alternating(0.15, 40))}, {}};
  recordings.blocks[1].load = "loaded";
  const auto results = replay_all(recordings, {.care_percent = 2, .times = 40, .seed = 1}, 1);
  ASSERT_EQ(results.tracks.size(), 2u);
  EXPECT_FALSE(results.tracks[0].noisy());
  EXPECT_TRUE(results.tracks[1].noisy());
  const auto sum = pooled(results, Mode::Turns);
  EXPECT_THAT(sum.noisy_tracks, ::testing::ElementsAre("sort loaded"));
  EXPECT_EQ(sum.drawn.at(0).all, 80);
  EXPECT_EQ(sum.telling.at(2).all, 40);
  EXPECT_EQ(sum.telling.at(2).right, 40);
  EXPECT_EQ(sum.recorded.at(0).all, 80);
  EXPECT_TRUE(pooled(results, Mode::Adjacent).drawn.empty());
}

TEST(Replayed, TracksWithoutALookAreLeftOut) {
  const Recordings recordings{{testing::block(alternating(0.002, 5))}, {}};
  const auto results = replay_all(recordings, {.times = 1}, 1);
  EXPECT_TRUE(results.tracks.empty());
  EXPECT_THAT(results.left_out, ::testing::ElementsAre("sort quiet: 5 bouts, the first look needs 6"));
}

TEST(Replayed, TracksWithoutTimesAreLeftOut) {
  Recordings recordings{{testing::block(alternating(0.002, 8))}, {}};
  for (auto& bout : recordings.blocks[0].bouts)
    for (Slice& slice : bout.processes[0].slices) slice.wall_ns = -slice.wall_ns;
  recordings.blocks.push_back(testing::block(alternating(0.002, 3)));
  recordings.blocks.back().b = "other";
  recordings.blocks.back().true_ratio.reset();
  const auto results = replay_all(recordings, {.times = 1}, 1);
  EXPECT_TRUE(results.tracks.empty());
  EXPECT_TRUE(results.truths.empty());
  EXPECT_THAT(results.left_out, ::testing::ElementsAre("sort quiet: 0 bouts with times, the first look needs 6",
                                                       "sort other / : 3 bouts, the first look needs 6"));
}

TEST(Replayed, SignsAsRecordedNeedTheLastLook) {
  const Recordings recordings{{testing::block(alternating(0.002, 33))}, {}};
  EXPECT_TRUE(replay_all(recordings, {.times = 1}, 1).tracks[0].recorded.empty());
}

}  // namespace
}  // namespace assay::replay

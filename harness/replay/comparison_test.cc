#include "harness/replay/comparison.h"

#include <gtest/gtest.h>

#include "harness/replay/testing.h"

namespace assay::replay {
namespace {

using stats::Basis;
using stats::Verdict;
using stats::Widening;

std::vector<Pick> in_order(std::size_t n, bool swapped = false) {
  std::vector<Pick> picks;
  for (std::size_t i = 0; i < n; ++i) picks.push_back({i, swapped, static_cast<double>(i)});
  return picks;
}

/// Alternating about a mean: decided early, uncorrelated.
std::vector<double> about(double mean, std::size_t n) {
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(mean + (i % 2 == 0 ? 0.002 : -0.002));
  return values;
}

TEST(Compare, EndsAtTheFirstLookAndCountsItsSeconds) {
  const Track track(testing::block(about(0, 40)));
  const auto equal = compare(track, in_order(40), stats::comparison_rule(2), 0);
  EXPECT_EQ(equal.finding.verdict, Verdict::Same);
  EXPECT_EQ(equal.bouts, 6u);
  EXPECT_DOUBLE_EQ(equal.seconds, 1.2);
  const auto slower = compare(track, in_order(40), stats::comparison_rule(2), stats::from_percent(2));
  EXPECT_EQ(slower.finding.verdict, Verdict::Changed);
  EXPECT_NEAR(slower.finding.effect->percent, 2, 0.1);
}

TEST(Compare, TakesTheSwappedSides) {
  const Track track(testing::block(about(0.05, 12)));
  EXPECT_LT(compare(track, in_order(12, true), stats::comparison_rule(2), 0).finding.effect->percent, -4);
}

TEST(Compare, IsUndecidedWhereTheRecordingEnds) {
  std::vector<double> wild = {0.03, -0.02, 0.025, -0.03, 0.03, -0.025, 0.02, -0.03};
  const Track track(testing::block(wild));
  const auto ended = compare(track, in_order(8), stats::comparison_rule(2), 0);
  EXPECT_EQ(ended.finding.verdict, Verdict::Undecided);
  EXPECT_EQ(ended.finding.why, "the recording ended: 8 of 9 bouts for look 2 of 6");
  EXPECT_EQ(ended.bouts, 8u);
}

/// `rounds` undisturbed rounds a bout say one thing, as many beside a busy sibling another.
Block two_faced(double undisturbed, double disturbed, std::size_t bouts, int rounds) {
  Block block = testing::block(about(undisturbed, bouts), testing::kIdle, rounds);
  const Block busy = testing::block(about(disturbed, bouts), testing::kBusy, rounds);
  for (std::size_t i = 0; i < bouts; ++i) {
    for (std::size_t side = 0; side < 2; ++side) {
      auto& slices = block.bouts[i].processes[side].slices;
      for (Slice slice : busy.bouts[i].processes[side].slices) {
        slice.round += rounds;
        slices.push_back(slice);
      }
    }
  }
  return block;
}

TEST(Evidence, IsOfUndisturbedRoundsWhereTheFirstBoutsHaveEnough) {
  const Track track(two_faced(0.05, 0.17, 40, 25));
  const auto evidence = evidence_of(track, in_order(40), 0);
  EXPECT_EQ(evidence.kept().basis(), Basis::Undisturbed);
  EXPECT_EQ(evidence.kept().mixture(40).widening, Widening::Never);
  EXPECT_EQ(evidence.kept().values().size(), 40u);
  EXPECT_NEAR(evidence.kept().values()[1], 0.048, 1e-8);
  EXPECT_NEAR(evidence_of(track, in_order(40), 0.02).kept().values()[1], 0.068, 1e-8);
  EXPECT_EQ(evidence.until(40), 40u);
  EXPECT_EQ(base_of(track, in_order(40)), 4000);
}

TEST(Evidence, IsWidenedOverAllRoundsWhereTheNeighbourMatters) {
  const Track track(two_faced(0.05, 0.17, 40, 20));
  const auto evidence = evidence_of(track, in_order(40), 0);
  EXPECT_EQ(evidence.kept().basis(), Basis::All);
  EXPECT_EQ(evidence.kept().mixture(40).widening, Widening::Always);
  const Track indifferent(two_faced(0.05, 0.05, 40, 20));
  EXPECT_EQ(evidence_of(indifferent, in_order(40), 0).kept().mixture(40).widening, Widening::WhenDisturbed);
}

TEST(Compare, CountsOnlyBoutsWithEnoughUndisturbedRounds) {
  Block block = testing::block(about(0.05, 40), testing::kIdle);
  for (std::size_t i = 6; i < 40; i += 2)
    for (auto& member : block.bouts[i].processes)
      for (Slice& slice : member.slices) slice.reference_before_ns = testing::kBusy;
  const Track track(block);
  const auto rule = stats::confirm_rule(1, 2);  // looks from 9
  const auto ended = compare(track, in_order(40), rule, 0);
  EXPECT_EQ(ended.basis, Basis::Undisturbed);
  EXPECT_EQ(ended.finding.bouts, 9);
  EXPECT_EQ(ended.bouts, 12u);  // the six first, and every second of the next six
  EXPECT_DOUBLE_EQ(ended.seconds, 2.4);
}

TEST(Compare, WaitsForThirtySecondsWhereTheNeighbourMatters) {
  const Track track(two_faced(0.05, 0.17, 40, 20));  // a bout a second; from nine bouts on it is known to matter
  const auto ended = compare(track, in_order(40), stats::confirm_rule(1, 2), 0);
  EXPECT_EQ(ended.finding.verdict, Verdict::Changed);
  EXPECT_EQ(ended.finding.bouts, 34);
}

}  // namespace
}  // namespace assay::replay

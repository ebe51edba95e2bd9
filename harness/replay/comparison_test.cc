#include "harness/replay/comparison.h"

#include <gtest/gtest.h>

#include <functional>

#include "harness/replay/testing.h"
#include "harness/stats/testing_nights.h"

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

Evidence evidence_of(const Track& track, const std::vector<Pick>& picks, double effect) {
  Evidence evidence(track, picks, effect);
  evidence.feed(picks.size());
  return evidence;
}

TEST(Evidence, IsOfUndisturbedRoundsWhereTheFirstBoutsHaveEnough) {
  const Track track(two_faced(0.05, 0.17, 40, 25));
  const auto picks = in_order(40);
  const auto evidence = evidence_of(track, picks, 0);
  EXPECT_EQ(evidence.bouts().basis(), Basis::Undisturbed);
  EXPECT_EQ(evidence.bouts().mixture(40).widening, Widening::WhenCorrelated);
  EXPECT_EQ(evidence.bouts().values().size(), 40u);
  EXPECT_NEAR(evidence.bouts().values()[1], 0.048, 1e-8);
  EXPECT_NEAR(evidence_of(track, picks, 0.02).bouts().values()[1], 0.068, 1e-8);
  EXPECT_EQ(evidence.picks_until(40), 40u);
  EXPECT_EQ(base_of(track, in_order(40)), 4000);
}

TEST(Evidence, IsWidenedOverAllRoundsWhereTheNeighbourMatters) {
  const Track track(two_faced(0.05, 0.17, 40, 20));
  const auto picks = in_order(40);
  const auto evidence = evidence_of(track, picks, 0);
  EXPECT_EQ(evidence.bouts().basis(), Basis::All);
  EXPECT_EQ(evidence.bouts().mixture(40).widening, Widening::Always);
  const Track indifferent(two_faced(0.05, 0.05, 40, 20));
  EXPECT_EQ(evidence_of(indifferent, picks, 0).bouts().mixture(40).widening, Widening::WhenDisturbed);
}

TEST(Compare, CountsOnlyBoutsWithEnoughUndisturbedRounds) {
  Block block = testing::block(about(0.05, 40), testing::kIdle);
  for (std::size_t i = 6; i < 40; i += 2)
    for (auto& member : block.bouts[i].processes)
      for (Slice& slice : member.slices)
        if (slice.round >= 10) slice.reference_before_ns = testing::kBusy;  // ten are left, of 25 that are wanted
  const Track track(block);
  const auto rule = stats::confirm_rule(1, 2);  // looks from 9
  const auto ended = compare(track, in_order(40), rule, 0);
  EXPECT_EQ(ended.finding.basis, Basis::Undisturbed);
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

TEST(Compare, SeesThirteenBoutsBesideANeighbour) {
  const Track beside(two_faced(0.05, 0.05, 40, 20));
  const auto ended = compare(beside, in_order(40), stats::comparison_rule(2), 0);
  EXPECT_EQ(ended.finding.verdict, Verdict::Changed);
  EXPECT_EQ(ended.finding.bouts, 13);
}

TEST(Compare, EndsWhereTheNeighbourLetsTooFewBoutsCount) {
  auto values = about(0.012, 120);
  for (std::size_t i = 0; i < 6; ++i) values[i] += i % 2 == 0 ? 0.02 : -0.02;
  Block block = testing::block(values, testing::kIdle);
  for (std::size_t i = 6; i < 120; ++i)
    for (auto& member : block.bouts[i].processes)
      for (Slice& slice : member.slices) slice.reference_before_ns = testing::kBusy;
  const auto ended = compare(Track(block), in_order(120), stats::comparison_rule(2), 0);
  EXPECT_EQ(ended.finding.verdict, Verdict::Undecided);
  EXPECT_EQ(ended.finding.why, "of 102 bouts only 6 had 25 undisturbed rounds: 6 of 9 bouts for look 2 of 6");
}

TEST(Base, IsOfTheFirstSixBouts) {
  Block block = testing::block(about(0, 12), testing::kIdle);
  const auto read = [&](std::size_t bout, std::int64_t reading_ns) {
    for (auto& member : block.bouts[bout].processes)
      for (Slice& slice : member.slices) slice.reference_before_ns = slice.reference_after_ns = reading_ns;
  };
  read(0, 4200);
  read(6, 3900);
  EXPECT_EQ(base_of(Track(block), in_order(12)), 4000);
  EXPECT_EQ(base_of(Track(block), in_order(1)), 4200);
  EXPECT_FALSE(base_of(Track(testing::block(about(0, 12))), in_order(12)));
}

/// The rule's own words show who decided.
TEST(Compare, SaysWhatTheRuleSays) {
  const Track track(testing::block(about(0.03, 40)));
  const auto picks = in_order(40);
  const auto evidence = evidence_of(track, picks, 0);
  const auto rule = stats::comparison_rule(2);
  const auto ended = compare(track, picks, rule, 0);
  EXPECT_EQ(ended.finding.why, stats::decide(evidence.bouts(), rule).why);
  EXPECT_EQ(ended.finding.why, "p = 0.00023 < 0.0104 at look 1 of 6");
}

/// A session asks after every bout and stops at the first answer; here all bouts are given at once.
std::size_t asked_after_every_bout(const stats::Bouts& bouts, const std::function<stats::Finding(stats::Bouts)>& ask) {
  for (std::size_t n = 1; n <= bouts.size(); ++n) {
    const auto so_far = bouts.pairs().first(n);
    if (ask(stats::Bouts(so_far)).verdict != Verdict::Open) return n;
  }
  return bouts.size();
}

TEST(Compare, EndsWhereASessionThatAsksAfterEveryBoutWould) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    const Track track(testing::block(stats::testing::noise(140, 0.004 + 0.0006 * seed, seed)));
    const auto picks = in_order(140);
    const auto evidence = evidence_of(track, picks, 0.012);
    const auto rule = stats::comparison_rule(2);
    const auto ended = compare(track, picks, rule, 0.012);
    EXPECT_EQ(ended.bouts, asked_after_every_bout(evidence.bouts(),
                                                  [&](const stats::Bouts& so_far) { return decide(so_far, rule); }))
        << seed;
  }
}

TEST(Staged, ScreensAndConfirmsOnTheBoutsThatFollow) {
  const Track track(testing::block(about(0.03, 90)));
  const auto picks = in_order(90);
  Staged staged(track, picks, 2, 0);
  EXPECT_EQ(staged.screen().finding.verdict, Verdict::Flagged);
  EXPECT_EQ(staged.ended().bouts, 6u);
  EXPECT_EQ(staged.confirm(3).finding.verdict, Verdict::Changed);
  EXPECT_EQ(staged.ended().bouts, 15u);
  EXPECT_DOUBLE_EQ(staged.ended().seconds, 3);
  EXPECT_EQ(staged.ended().finding.why, stats::decide_in_suite(staged.bouts(), 2, stats::Confirmation{3, 6}).why);
  EXPECT_TRUE(staged.ended().finding.why.ends_with(" < 0.0031 at look 1 of 6 (3 flagged)"))
      << staged.ended().finding.why;
}

/// Fresh bouts keep the screen's choice of rounds, however many of theirs are undisturbed.
TEST(Staged, KeepsTheChoiceOfRounds) {
  Block block = testing::block(about(0.03, 90), testing::kIdle);
  for (std::size_t i = 0; i < 6; ++i)
    for (auto& member : block.bouts[i].processes)
      for (Slice& slice : member.slices) slice.reference_before_ns = testing::kIdle + 50;
  const Track track(block);
  const auto picks = in_order(90);
  Staged staged(track, picks, 2, 0);
  EXPECT_EQ(staged.screen().finding.verdict, Verdict::Flagged);
  EXPECT_EQ(staged.ended().finding.basis, Basis::All);
  EXPECT_EQ(staged.confirm(1).finding.basis, Basis::All);
}

TEST(Staged, WhatFollowsInTheOtherDirectionConfirmsNothing) {
  auto values = about(0.03, 6);
  const auto faster = about(-0.03, 60);
  values.insert(values.end(), faster.begin(), faster.end());
  const Track track(testing::block(values));
  const auto picks = in_order(values.size());
  Staged staged(track, picks, 2, 0);
  staged.screen();
  EXPECT_EQ(staged.confirm(1).finding.verdict, Verdict::Undecided);
  EXPECT_EQ(staged.ended().finding.why, "the screen saw +3 % and the fresh bouts -2.9 %: not confirmed");
  EXPECT_EQ(staged.ended().bouts, 15u);
}

}  // namespace
}  // namespace assay::replay

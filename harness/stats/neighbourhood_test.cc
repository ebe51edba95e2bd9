#include "harness/stats/neighbourhood.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace assay::stats {
namespace {

TEST(ChooseBasis, IsSettledByTheSecondBoutThatMissed) {
  EXPECT_TRUE(can_be_undisturbed({}));
  EXPECT_TRUE(can_be_undisturbed(std::vector<int>{24}));
  EXPECT_TRUE(can_be_undisturbed(std::vector<int>{24, 25, 25, 25, 25, 25, 3, 3}));
  EXPECT_FALSE(can_be_undisturbed(std::vector<int>{24, 25, 24}));
}

// numpy: d = x - x.mean(); (d[1:] * d[:-1]).sum() / (d * d).sum() = 0.6978021978021978; sqrt((1 + r) / (1 - r))
// = 2.3702704103502237
const std::vector<double> kRamp = {1, 2, 4, 3, 5, 7, 6, 8, 9, 12, 10, 11, 13};

TEST(ChooseBasis, WaitsForSixBoutsAndWantsFiveOfThem) {
  using Rounds = std::vector<int>;
  EXPECT_EQ(choose_basis(Rounds{25, 25, 25, 25, 25}), std::nullopt);
  EXPECT_EQ(choose_basis(Rounds{25, 25, 24, 25, 30, 25}), Basis::Undisturbed);
  EXPECT_EQ(choose_basis(Rounds{25, 25, 24, 25, 24, 25}), Basis::All);
  EXPECT_EQ(choose_basis(Rounds{0, 0, 25, 25, 25, 25, 25, 25, 25}), Basis::All);  // once: later bouts do not count
}

TEST(Lag1Correlation, EqualsNumPys) {
  EXPECT_NEAR(lag1_correlation(kRamp), 0.6978021978021978, 1e-12);
  EXPECT_EQ(lag1_correlation(std::vector<double>(20, 0.1)), 0);  // whose mean is not 0.1 to the last bit
  EXPECT_EQ(lag1_correlation(std::vector<double>{1, 2}), 0);
}

TEST(Widening, FollowsTheCorrelationOfThirteenBoutsOrMore) {
  EXPECT_NEAR(widening_factor(kRamp, Widening::WhenCorrelated), 2.3702704103502237, 1e-12);
  EXPECT_EQ(widening_factor(std::span(kRamp).first(12), Widening::WhenCorrelated), 1);
  EXPECT_EQ(widening_factor(kRamp, Widening::Never), 1);
}

TEST(Widening, EqualsAnIndependentCalculation) {  // testdata/known_answers.py
  const std::vector<double> hill = {0.02, 0.03,  0.025, 0.04, 0.045, 0.03,  0.02,
                                    0.01, 0.015, 0.005, 0.02, 0.03,  0.035, 0.04};
  EXPECT_NEAR(lag1_correlation(hill), 0.57685798900014107, 1e-10);
  EXPECT_NEAR(widening_factor(hill, Widening::WhenCorrelated), 1.9304262678842146, 1e-10);
}

TEST(Widening, NeedsAQuarterUnlessTheNeighbourMatters) {
  const std::vector<double> mild = {1, 2, 2, 2, 1, 1, 1, 2, 2, 1, 2, 1, 1};
  const double r = lag1_correlation(mild);
  ASSERT_GT(r, 0);
  ASSERT_LT(r, 0.25);
  EXPECT_EQ(widening_factor(mild, Widening::WhenCorrelated), 1);
  EXPECT_NEAR(widening_factor(mild, Widening::Always), std::sqrt((1 + r) / (1 - r)), 1e-12);
}

TEST(Widening, NeverNarrows) {
  const std::vector<double> zigzag = {1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2};
  EXPECT_EQ(widening_factor(zigzag, Widening::Always), 1);
}

PairValue pair(double undisturbed, double disturbed) {
  PairValue value;
  value.undisturbed = undisturbed;
  value.disturbed = disturbed;
  return value;
}

TEST(NeighbourDifference, IsTestedWithinBouts) {
  std::vector<PairValue> bouts;
  for (int i = 0; i < 9; ++i) bouts.push_back(pair(0.05 + 0.01 * i, 0.17 + 0.01 * i + 0.001 * (i % 3)));
  const auto found = neighbour_difference(bouts);
  EXPECT_TRUE(found.differ);
  EXPECT_EQ(found.bouts, 9);
  EXPECT_LT(found.p, 1e-6);
}

TEST(NeighbourDifference, NeedsNineBoutsThatKnowBoth) {
  std::vector<PairValue> bouts(8, pair(0.05, 0.17));
  bouts.resize(30);
  const auto found = neighbour_difference(bouts);
  EXPECT_FALSE(found.differ);
  EXPECT_EQ(found.bouts, 8);
  EXPECT_EQ(found.p, 1);
}

TEST(NeighbourDifference, NoiseDoesNotDiffer) {
  std::vector<PairValue> bouts;
  for (int i = 0; i < 12; ++i) bouts.push_back(pair(0.01 * i, 0.01 * i + (i % 2 == 0 ? 0.01 : -0.01)));
  EXPECT_FALSE(neighbour_difference(bouts).differ);
  for (auto& bout : bouts) *bout.disturbed += 0.008;  // the Yuen test of 0.018 and -0.002, six times each
  EXPECT_NEAR(neighbour_difference(bouts).p, 0.12758464001584047, 1e-10);
  EXPECT_FALSE(neighbour_difference(bouts).differ);  // not below 0.01
}

TEST(RareSlices, ShowInTheMeanAndNotInTheMedian) {
  std::vector<PairValue> bouts(9);
  for (std::size_t i = 0; i < bouts.size(); ++i) bouts[i].cpu_mean = 0.05 + 0.001 * static_cast<double>(i % 3);
  EXPECT_TRUE(rare_slices_differ(bouts));
  for (auto& bout : bouts) bout.all = 0.051;  // the median says the same
  EXPECT_FALSE(rare_slices_differ(bouts));
  EXPECT_FALSE(rare_slices_differ({}));
}

/// Bouts with these shares of undisturbed rounds.
std::vector<PairValue> shares(const std::vector<double>& all) {
  std::vector<PairValue> bouts;
  for (const double share : all) bouts.emplace_back().undisturbed_share = share;
  return bouts;
}

TEST(TurnedNoisy, HoldsTheLastSixBoutsAgainstTheFirst) {
  const auto turn = turned_noisy(shares({1, 0.8, 0.9, 0, 0.9, 1, 0.5, 0.1, 0, 0.3, 0.4, 0.4, 0.6}));
  ASSERT_TRUE(turn);
  EXPECT_NEAR(turn->before, 0.9, 1e-12);
  EXPECT_NEAR(turn->after, 0.35, 1e-12);
}

TEST(TurnedNoisy, IsNotSaidOfAMachineThatIsAsItWas) {
  EXPECT_FALSE(turned_noisy(shares({1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0})));                           // too few to tell
  EXPECT_FALSE(turned_noisy(shares({0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0, 0, 0, 0, 0, 0})));            // noisy before
  EXPECT_FALSE(turned_noisy(shares({1, 1, 1, 1, 1, 1, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6})));            // not much
  EXPECT_FALSE(turned_noisy(shares({0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.9, 0.9, 0.9, 0.9, 0.9, 1})));  // quieter
}

}  // namespace
}  // namespace assay::stats

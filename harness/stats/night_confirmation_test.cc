#include "harness/stats/night_confirmation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "harness/stats/testing_nights.h"

namespace assay::stats {
namespace {

const std::vector<double> kNine = {0.036, 0.041, 0.039, 0.045, 0.033, 0.040, 0.038, 0.042, 0.037};

/// Nine fresh bouts of about +3.9 % (times `scale`) above a level, which the night was suspected to have left by
/// `size`.
Finding found(double level, double size, double scale = 1, int suspected = 1, double floor = 0.7) {
  std::vector<PairValue> pairs(kNine.size());
  for (std::size_t i = 0; i < kNine.size(); ++i) pairs[i].all = level + scale * kNine[i];
  return confirm_night(pairs, {}, {level, size, floor, suspected});
}

TEST(ConfirmNight, FreshBoutsAreHeldAgainstTheLevelSoFar) {
  const Finding finding = found(0.25, 0.03);
  EXPECT_EQ(finding.verdict, Verdict::Changed);
  EXPECT_NEAR(finding.effect->percent, 3.98, 0.01);
  EXPECT_EQ(finding.looks, 9);  // a night is suspected from 1 % on
  EXPECT_EQ(finding.nominal_p, confirm_nominal_p(1, 136));
  EXPECT_TRUE(finding.why.ends_with(" at look 1 of 9 (1 suspected)")) << finding.why;
}

TEST(ConfirmNight, MoreSuspectedSeriesMustBeSurer) {
  EXPECT_EQ(found(0, 0.03, 1, 10).nominal_p, confirm_nominal_p(10, 136));
}

TEST(ConfirmNight, TheOtherSignConfirmsNothing) {
  const Finding finding = found(0, -0.03);
  EXPECT_EQ(finding.verdict, Verdict::Undecided);
  EXPECT_EQ(finding.why, "the night was -3 % off and the fresh bouts +4 % from the level so far: not confirmed");
}

TEST(ConfirmNight, WhatIsBelowTheFloorIsNotTold) {
  const Finding finding = found(0, 0.03, 0.5, 1, 2.5);
  EXPECT_EQ(finding.verdict, Verdict::Undecided);
  EXPECT_EQ(finding.why, "+2 % from the level so far, and changes are told from 2.5 %: not confirmed");
}

TEST(ConfirmNight, ALevelThatHoldsIsTheSame) {
  std::vector<PairValue> pairs;
  for (const double off : {0.001, -0.002, 0.0015, -0.001, 0.0005, -0.0005, 0.002, -0.0015, 0.0})
    pairs.emplace_back().all = 0.25 + off;
  const Finding finding = confirm_night(pairs, {}, {0.25, 0.03, 0.7, 1});
  EXPECT_EQ(finding.verdict, Verdict::Same);
  EXPECT_TRUE(finding.why.starts_with("not confirmed: at most ")) << finding.why;
}

/// Nine bouts of which all rounds decide: none knows its undisturbed ones.
std::vector<PairValue> over_all_rounds() {
  std::vector<PairValue> pairs(kNine.size());
  for (std::size_t i = 0; i < kNine.size(); ++i) pairs[i].all = kNine[i];
  return pairs;
}

TEST(ConfirmNight, OtherRoundsThanTheLevelsConfirmNothing) {
  const Suspicion of_undisturbed{0, 0.03, 0.7, 1, "undisturbed"};
  const Finding finding = confirm_night(over_all_rounds(), {}, of_undisturbed);
  EXPECT_EQ(finding.verdict, Verdict::Undecided);
  EXPECT_EQ(finding.why, "not confirmed: the fresh bouts rest on all rounds, the nights before on undisturbed rounds");
  EXPECT_EQ(second_look(finding, of_undisturbed), SecondLook::Open);
  const Suspicion of_a_gain{0, -0.03, 0.7, 1, "undisturbed"};  // over one kind of rounds it would be refuted
  EXPECT_EQ(second_look(confirm_night(over_all_rounds(), {}, of_a_gain), of_a_gain), SecondLook::Open);
  EXPECT_EQ(confirm_night(over_all_rounds(), {}, {0, 0.03, 0.7, 1, "all"}).verdict, Verdict::Changed);
}

TEST(ConfirmNight, WhatTheSecondLookSays) {
  EXPECT_EQ(second_look(found(0, 0.03), {0, 0.03, 0.7, 1}), SecondLook::Found);
  EXPECT_EQ(second_look(found(0, -0.03), {0, -0.03, 0.7, 1}), SecondLook::Refuted);
  EXPECT_EQ(second_look(found(0, 0.03, 0.5, 1, 2.5), {0, 0.03, 2.5, 1}), SecondLook::Refuted);
  EXPECT_EQ(second_look({}, {0, 0.03, 0.7, 1}), SecondLook::Open);
  Finding noisy = found(0, 0.03);
  noisy.verdict = Verdict::Noisy;
  EXPECT_EQ(second_look(noisy, {0, 0.03, 0.7, 1}), SecondLook::Open);
  noisy.verdict = Verdict::Undecided;  // at the last look, of the right sign and size: the nights will tell
  EXPECT_EQ(second_look(noisy, {0, 0.03, 0.7, 1}), SecondLook::Open);
}

/// Of twenty nights and these, the last of which was suspected and is found again by fresh bouts of +3.9 %.
std::optional<FoundAgain> after(const std::vector<double>& nights) {
  std::vector<double> values = testing::noise(20, 0.003);
  values.insert(values.end(), nights.begin(), nights.end());
  const int last = static_cast<int>(values.size()) - 1;
  News suspected{.night = last, .identity = "zen3, gcc 12"};
  suspected.change = {.after = last - 1, .from = last, .to = last, .before = 0, .size = nights.back()};
  return found_again(testing::series(values), suspected, found(0, nights.back()), {0, nights.back(), 0.7, 1}, {});
}

TEST(FoundAgain, OneNightIsNotEnough) {
  const auto found = after({0.04});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->nights, 1U);
  EXPECT_FALSE(found->enough());
  EXPECT_FALSE(after({0.04, 0.001, 0.04})->enough());  // nor two that are not in a row
}

TEST(FoundAgain, TwoNightsInARowAreWithTheirFirstAndTheIntervalOfNights) {
  const auto found = after({0.05, 0.04});
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->enough());
  const Change& change = found->news.change;
  EXPECT_EQ(found->news.kind, News::Kind::Changed);
  EXPECT_EQ(change.after, 19);
  EXPECT_EQ(change.from, 20);
  EXPECT_NEAR(change.before + change.size, 0.039, 0.0001);
  EXPECT_NEAR(change.high - change.low, 2 * 2.48 * 0.003 * std::sqrt(1 / 2. + 1.571 / 20), 0.005);
  EXPECT_LT(change.p, 0.01);
}

TEST(FoundAgain, WhatFreshBoutsDoNotFindIsNot) {
  EXPECT_FALSE(after({0.05, -0.04}));
}

TEST(ConfirmNight, BeforeTheFirstLookItIsOpen) {
  const std::vector<PairValue> pairs(8);
  EXPECT_EQ(confirm_night(pairs, {}, {0, 0.03, 1, 1}).verdict, Verdict::Open);
}

}  // namespace
}  // namespace assay::stats

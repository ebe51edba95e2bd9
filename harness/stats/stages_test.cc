#include "harness/stats/stages.h"

#include <gtest/gtest.h>

#include <vector>

namespace assay::stats {
namespace {

using Values = std::vector<double>;

const Values kSlower = {0.036, 0.041, 0.039, 0.045, 0.033, 0.040};  // six bouts of about +4 %
const Values kNineSlower = {0.036, 0.041, 0.039, 0.045, 0.033, 0.040, 0.038, 0.042, 0.037};
const Values kNineEqual = {0.001, -0.002, 0.0015, -0.001, 0.0005, -0.0005, 0.002, -0.0015, 0};

Values both(const Values& screened, Values fresh, double sign = 1) {
  for (double& value : fresh) value *= sign;
  fresh.insert(fresh.begin(), screened.begin(), screened.end());
  return fresh;
}

Finding found(const Values& values, const std::optional<Confirmation>& confirmation = {}, double care = 2) {
  std::vector<PairValue> pairs(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) pairs[i].all = values[i];
  return decide_in_suite(Bouts(pairs), care, confirmation);
}

TEST(Suite, ADifferenceOnTheScreenIsFlaggedNotChanged) {
  const Finding finding = found(kSlower);
  EXPECT_EQ(finding.verdict, Verdict::Flagged);
  EXPECT_EQ(name(finding.verdict), "flagged");
  EXPECT_EQ(finding.why, "p = 0.00012 < 0.0335 at look 1 of 4");
}

TEST(Suite, AFlaggedOneThatEndsIsUndecided) {
  const Finding finding = close(found(kSlower), "max-time 9s was up");
  EXPECT_EQ(finding.verdict, Verdict::Undecided);
  EXPECT_EQ(finding.why, "max-time 9s was up: flagged, not confirmed: p = 0.00012 < 0.0335 at look 1 of 4");
}

TEST(Suite, FreshBoutsConfirm) {
  const Finding finding = found(both(kSlower, kNineSlower), Confirmation{3, 6});
  EXPECT_EQ(finding.verdict, Verdict::Changed);
  EXPECT_EQ(finding.bouts, 9);
  EXPECT_EQ(finding.nominal_p, confirm_nominal_p(3, 48));
  EXPECT_NEAR(finding.effect->percent, 3.98, 0.01);  // of the fresh ones alone
  EXPECT_TRUE(finding.why.starts_with("confirmed by fresh bouts: p ")) << finding.why;
  EXPECT_TRUE(finding.why.ends_with(" < 0.0031 at look 1 of 6 (3 flagged)")) << finding.why;
}

TEST(Suite, TheScreensOwnBoutsConfirmNothing) {
  const Finding finding = found(kNineSlower, Confirmation{1, 6});
  EXPECT_EQ(finding.verdict, Verdict::Open);
  EXPECT_EQ(finding.bouts, 3);
  EXPECT_EQ(finding.why,
            "flagged by the screen (+4 % [+3.4, +4.6] there), not confirmed: 3 of 9 bouts for look 1 of 6");
}

TEST(Suite, WhatWasFlaggedByChanceTurnsOutTheSame) {
  const Finding finding = found(both(kSlower, kNineEqual), Confirmation{1, 6});
  EXPECT_EQ(finding.verdict, Verdict::Same);
  EXPECT_LT(finding.effect->high, 2);
  EXPECT_TRUE(finding.why.starts_with("flagged by the screen (+4 % [+3.4, +4.6] there), not confirmed: at most "))
      << finding.why;
}

/// At 98 % the screen and the confirmation together would call a change of the care's size the same too often.
TEST(Suite, WhatWasFlaggedIsTheSameOnlyWhereThatIsSurer) {
  const Values close = {0.012, 0.004, 0.014, 0.006, 0.01, 0.008, 0.013, 0.005, 0.009};
  EXPECT_EQ(found(close).verdict, Verdict::Flagged);
  std::vector<PairValue> pairs(close.size());
  for (std::size_t i = 0; i < close.size(); ++i) pairs[i].all = close[i] - 0.0045;
  ComparisonRule rule = confirm_rule(1, 1);
  EXPECT_EQ(decide(Bouts(pairs), rule).verdict, Verdict::Open);
  rule.same_level = 0.98;
  EXPECT_EQ(decide(Bouts(pairs), rule).verdict, Verdict::Same);
}

TEST(Suite, OppositeSignsConfirmNothing) {
  const Finding finding = found(both(kSlower, kNineSlower, -1), Confirmation{1, 6});
  EXPECT_EQ(finding.verdict, Verdict::Undecided);
  EXPECT_EQ(finding.why, "the screen saw +4 % and the fresh bouts -3.8 %: not confirmed");
}

TEST(Suite, TheMoreAreFlaggedTheSurerEachMustBe) {
  const Values weak = {0.02, -0.004, 0.026, 0.01, 0.024, 0.004, 0.025, 0.013, 0.008};  // p = 0.004
  EXPECT_EQ(found(both(kSlower, weak), Confirmation{1, 6}).verdict, Verdict::Changed);
  EXPECT_NE(found(both(kSlower, weak), Confirmation{10, 6}).verdict, Verdict::Changed);
}

/// +0.5 % of values that are 0.64 % off it either way, which 48 bouts do not show among ten: it is cared for.
TEST(Suite, TheConfirmationGoesAsFarAsTheCareAsks) {
  Values fresh;
  for (int i = 0; i < 96; ++i) fresh.push_back(i % 2 == 0 ? 0.0114 : -0.0014);
  const Finding at_two = found(both(kSlower, fresh), Confirmation{10, 6}, 2);
  EXPECT_EQ(at_two.looks, 6);
  EXPECT_EQ(at_two.verdict, Verdict::Same);
  const Finding at_half = found(both(kSlower, fresh), Confirmation{10, 6}, 0.5);
  EXPECT_EQ(at_half.verdict, Verdict::Changed);
  EXPECT_EQ(at_half.bouts, 68);
  EXPECT_TRUE(at_half.why.ends_with(" at look 7 of 11 (10 flagged)")) << at_half.why;
}

/// A store is not to be trusted: such a note would come from a damaged one.
TEST(Suite, AConfirmationAfterMoreValuesThanThereAreIsOpen) {
  EXPECT_EQ(found(kSlower, Confirmation{0, 99}).verdict, Verdict::Open);
}

}  // namespace
}  // namespace assay::stats

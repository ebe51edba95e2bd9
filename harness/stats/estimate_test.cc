#include <gtest/gtest.h>

#include <vector>

#include "harness/stats/decide.h"

namespace assay::stats {
namespace {

const std::vector<double> kSix = {0.031, 0.042, 0.038, 0.029, 0.055, 0.036};  // 95 % +- 1.0202... % in logarithms

TEST(Estimate, IsWidenedForHavingLooked) {
  // yuen_test.cc: mean 0.03675, 95 % half-width 0.010202596156296514; x1.25
  const auto finding = estimate({kSix}, {.width_percent = 3});
  ASSERT_TRUE(finding.effect);
  EXPECT_NEAR(from_percent(finding.effect->low), 0.03675 - 1.25 * 0.010202596156296514, 1e-9);
  EXPECT_NEAR(from_percent(finding.effect->high), 0.03675 + 1.25 * 0.010202596156296514, 1e-9);
  EXPECT_EQ(finding.effect->level, 0.95);
  EXPECT_EQ(finding.nominal_p, 0);
}

TEST(Estimate, StopsWhenNarrowEnough) {
  const auto narrow = estimate({kSix}, {.width_percent = 3});
  EXPECT_EQ(narrow.verdict, Verdict::Changed);
  EXPECT_EQ(narrow.why, "interval 2.6 % wide <= 3 % after 6 bouts");
  const auto wide = estimate({kSix}, {.width_percent = 2});
  EXPECT_EQ(wide.verdict, Verdict::Open);
  EXPECT_EQ(wide.why, "interval 2.6 % wide > 2 % after 6 bouts");
}

TEST(Estimate, WaitsForTheLeastAndStopsAtTheMost) {
  const auto few = estimate({kSix}, {.width_percent = 3, .least = 7});
  EXPECT_EQ(few.verdict, Verdict::Open);
  EXPECT_EQ(few.why, "6 of at least 7 bouts");
  const auto most = estimate({kSix}, {.width_percent = 2, .most = 6});
  EXPECT_EQ(most.verdict, Verdict::Changed);
  EXPECT_EQ(most.why, "interval 2.6 % wide > 2 % after 6 bouts, the most allowed");
}

TEST(Estimate, OfCorrelatedBoutsWaitsUntilTheySpanThirtySeconds) {
  std::vector<double> values, close, apart;
  for (int i = 0; i < 13; ++i) {
    values.push_back(0.0002 * i + (i % 2 == 0 ? 0.0003 : 0));
    close.push_back(i);
    apart.push_back(3 * i);
  }
  const auto waiting = estimate({values, close}, {});
  EXPECT_GT(waiting.widened, 1);
  EXPECT_LT(waiting.effect->high - waiting.effect->low, 2);
  EXPECT_EQ(waiting.verdict, Verdict::Open);
  EXPECT_EQ(estimate({values, apart}, {}).verdict, Verdict::Same);
  const EstimateRule no_more{.most = 13};
  EXPECT_EQ(estimate({values, close}, no_more).verdict, Verdict::Open);
  const auto closed = close_estimate(waiting, {}, "interrupted");
  EXPECT_EQ(closed.verdict, Verdict::Undecided);
  EXPECT_TRUE(closed.why.ends_with("; nothing is changed or same before such bouts span 30 s")) << closed.why;
}

TEST(Estimate, OfOneBoutHasNoInterval) {
  const auto one = estimate({std::span(kSix).first(1)}, {.least = 1, .most = 1});
  EXPECT_EQ(one.effect, std::nullopt);
  EXPECT_EQ(one.verdict, Verdict::Undecided);
  EXPECT_EQ(one.why, "1 bout, which has no interval; the most allowed");
}

TEST(Estimate, EndedEarlyGetsAWordForWhatIsKnown) {
  const EstimateRule rule{.width_percent = 0.5};
  const auto closed = close_estimate(estimate({kSix}, rule), rule, "max_time 10m was up");
  EXPECT_EQ(closed.verdict, Verdict::Changed);
  EXPECT_EQ(closed.why, "max_time 10m was up: interval 2.6 % wide > 0.5 % after 6 bouts");
  const auto nothing = close_estimate(estimate({}, rule), rule, "interrupted");
  EXPECT_EQ(nothing.verdict, Verdict::Undecided);
  EXPECT_EQ(nothing.why, "interrupted: 0 of at least 6 bouts");
}

TEST(Estimate, BelowSixBoutsGetsNoWord) {
  const std::span five = std::span(kSix).first(5);
  const EstimateRule rule{.width_percent = 0.5};
  const auto closed = close_estimate(estimate({five}, rule), rule, "5 bouts as asked for");
  EXPECT_EQ(closed.verdict, Verdict::Undecided);
  EXPECT_GT(closed.effect.value().low, 0);
  EXPECT_EQ(closed.why, "5 bouts as asked for: 5 of at least 6 bouts");
}

TEST(WordFor, AnInterval) {
  EXPECT_EQ(word_for({3, 0.1, 6, 0.95}, 2), Verdict::Changed);
  EXPECT_EQ(word_for({-3, -6, -0.1, 0.95}, 2), Verdict::Changed);
  EXPECT_EQ(word_for({0.3, -1.5, 1.9, 0.95}, 2), Verdict::Same);
  EXPECT_EQ(word_for({0.3, -1.5, 2.1, 0.95}, 2), Verdict::Undecided);
  EXPECT_EQ(word_for({-0.3, -1.99, 1, 0.95}, 2), Verdict::Undecided);  // in logarithms, 2 % down is 1.96 %
}

TEST(WordFor, OneOfSeveralSharesTheirError) {
  EXPECT_EQ(word_among(1, {3, 0.1, 6, 0.95}, 0.04, 2), Verdict::Changed);
  EXPECT_EQ(word_among(2, {3, 0.1, 6, 0.95}, 0.04, 2), Verdict::Undecided);
  EXPECT_EQ(word_among(16, {3, 1.1, 5, 0.95}, 0.0031, 2), Verdict::Changed);
  EXPECT_EQ(word_among(16, {1, 0.1, 1.9, 0.95}, 0.04, 2), Verdict::Same);  // care is about its size, whatever p
}

TEST(Estimate, OfManyEffectsSaysChangedAsSeldomAsOneAlone) {
  const EstimateRule alone{.width_percent = 3};
  EXPECT_NEAR(estimate({kSix}, alone).p, 0.0027, 0.0001);  // of the interval's standard error
  const auto among = estimate({kSix}, {.width_percent = 3, .effects = 20});
  EXPECT_EQ(among.verdict, Verdict::Undecided);
  EXPECT_EQ(among.effect->low, estimate({kSix}, alone).effect->low);  // the number is the same
  EXPECT_EQ(among.why,
            "interval 2.6 % wide <= 3 % after 6 bouts; an interval without 0 is not enough among 20 effects: p = "
            "0.0027 >= 0.0025");
  EXPECT_EQ(estimate({kSix}, {.width_percent = 3, .effects = 10}).verdict, Verdict::Changed);
}

/// What lies between them does not get less with more bouts.
TEST(Estimate, StopsOnTheWidthOfTheMixtureAndHoldsBothKinds) {
  const std::vector<double> values = {0.05, 0.051, 0.049, 0.0505, 0.0495, 0.05};
  EstimateRule rule = estimate_rule(2, 1);
  rule.mixture.kinds = EitherKind{*yuen(std::vector{0.03, 0.0301, 0.0302}), *yuen(std::vector{0.09, 0.0901, 0.0902})};
  const Finding finding = estimate(Series{values}, rule);
  EXPECT_EQ(finding.verdict, Verdict::Changed);
  EXPECT_LT(finding.effect->low, to_percent(0.0301));
  EXPECT_GT(finding.effect->high, to_percent(0.0901));
  EXPECT_TRUE(
      finding.why.ends_with(" after 6 bouts; it depends on the neighbour, the interval holds it alone and beside one"))
      << finding.why;
}

}  // namespace
}  // namespace assay::stats

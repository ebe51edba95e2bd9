#include "harness/stats/decide.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace assay::stats {
namespace {

/* Percentages and p from SciPy's t and the formulas of yuen_test.cc; pct = 100 expm1(mean), intervals at 1 - 0.0104 and
 * 0.98, mde90 = 100 expm1((t.ppf(1 - .0104/2, 21) + t.ppf(.9, 21)) se sqrt(n / 34)), 21 = 34 - 2 * 6 - 1 */
constexpr double kTolerance = 1e-10;

const std::vector<double> kSlower = {0.031, 0.042, 0.038, 0.029, 0.055, 0.036};
const std::vector<double> kEqual = {0.004, -0.003, 0.001, 0.002, -0.004, 0.0005};

/// Spread out so that no look to 34 decides about 2 %.
std::vector<double> unclear(std::size_t n) {
  const std::vector<double> base = {0.018, -0.021, 0.012, -0.008, 0.025, -0.016};
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(base[i % 6] + (i % 2 == 0 ? 0.0095 : 0.0085));
  return values;
}

ComparisonRule rule_of_two() {
  return comparison_rule(2);
}

TEST(Decide, ChangedGivesEffectAndReason) {
  const auto finding = decide({kSlower}, rule_of_two());
  EXPECT_EQ(finding.verdict, Verdict::Changed);
  EXPECT_EQ(finding.why, "p = 0.0014 < 0.0104 at look 1 of 6");
  EXPECT_NEAR(finding.p, 0.001424871873642097, kTolerance);
  EXPECT_EQ(finding.nominal_p, 0.0104);
  EXPECT_EQ(finding.look, 1);
  EXPECT_EQ(finding.looks, 6);
  EXPECT_EQ(finding.bouts, 6);
  EXPECT_NEAR(finding.effect->percent, 3.7433630008152288, kTolerance);
  EXPECT_NEAR(finding.effect->low, 1.8453067038504338, kTolerance);
  EXPECT_NEAR(finding.effect->high, 5.676792726591264, kTolerance);
  EXPECT_EQ(finding.effect->level, 1 - 0.0104);
  EXPECT_NEAR(finding.mde90_percent, 0.5587168725039403, kTolerance);
  EXPECT_EQ(finding.noise, Noise::Quiet);
}

TEST(Decide, SameGivesThe98PercentInterval) {
  const auto finding = decide({kEqual}, rule_of_two());
  EXPECT_EQ(finding.verdict, Verdict::Same);
  EXPECT_EQ(finding.why, "at most 0.7 % either way (98 % interval) < 2 % at look 1 of 6");
  EXPECT_NEAR(finding.effect->low, -0.6689803969697826, kTolerance);
  EXPECT_NEAR(finding.effect->high, 0.6986574033002726, kTolerance);
  EXPECT_EQ(finding.effect->level, 0.98);
}

TEST(Decide, SameDependsOnTheCare) {
  EXPECT_EQ(decide({kEqual}, comparison_rule(0.7)).verdict, Verdict::Same);
  EXPECT_EQ(decide({kEqual}, comparison_rule(0.69)).verdict, Verdict::Open);
  EXPECT_EQ(decide({kEqual}, comparison_rule(0.697)).verdict,
            Verdict::Open);  // 0.00696 is below 0.697 %, not below ln 1.00697
}

TEST(Decide, ChangedComesBeforeSame) {
  const std::vector<double> small = {0.0050, 0.0051, 0.0049, 0.0050, 0.0052, 0.0048};
  EXPECT_EQ(decide({small}, rule_of_two()).verdict, Verdict::Changed);
}

TEST(Decide, NoisyFromNineBouts) {
  std::vector<double> wild = {0.04, -0.12, 0.08, -0.08, 0.16, -0.04, 0.1, -0.08, 0.06};
  EXPECT_EQ(decide({std::span(wild).first(6)}, rule_of_two()).verdict, Verdict::Open);
  const auto finding = decide({wild}, rule_of_two());
  EXPECT_EQ(finding.verdict, Verdict::Noisy);
  EXPECT_EQ(finding.noise, Noise::Noisy);
  EXPECT_EQ(finding.why, "too noisy here to tell less than 7.7 % in 34 bouts, at look 2 of 6");
}

TEST(Decide, OpenBetweenLooks) {
  const auto none = decide({}, rule_of_two());
  EXPECT_EQ(none.verdict, Verdict::Open);
  EXPECT_EQ(none.effect, std::nullopt);
  EXPECT_EQ(none.why, "0 of 6 bouts for look 1 of 6");
  const auto one = decide({std::span(kSlower).first(1)}, rule_of_two());
  EXPECT_EQ(one.verdict, Verdict::Open);
  EXPECT_EQ(one.effect, std::nullopt);
  const auto five = decide({std::span(kSlower).first(5)}, rule_of_two());  // significant, but not a look
  EXPECT_EQ(five.verdict, Verdict::Open);
  EXPECT_TRUE(five.effect);
  const auto values = unclear(11);
  const auto between = decide({values}, rule_of_two());
  EXPECT_EQ(between.look, 2);
  EXPECT_EQ(between.why, "11 of 13 bouts for look 3 of 6");
}

TEST(Decide, UndecidedAtTheLastLook) {
  const auto values = unclear(34);
  EXPECT_EQ(decide({std::span(values).first(33)}, rule_of_two()).verdict, Verdict::Open);
  const auto finding = decide({values}, rule_of_two());
  EXPECT_EQ(finding.verdict, Verdict::Undecided);
  EXPECT_EQ(finding.why, "p = 0.0197 >= 0.0104 at look 6 of 6, the last; cannot tell less than 1.7 % here");
  EXPECT_NEAR(finding.p, 0.019749772420751464, kTolerance);
  EXPECT_NEAR(finding.effect->low, -0.12130415634344711, kTolerance);
  EXPECT_NEAR(finding.mde90_percent, 1.743910886573885, kTolerance);
  EXPECT_EQ(finding.noise, Noise::Ok);
}

TEST(Decide, StopsAtTheFirstLookThatDecidesWhateverCameLater) {
  auto values = kSlower;
  values.insert(values.end(), 28, -0.5);
  const auto finding = decide({values}, rule_of_two());
  EXPECT_EQ(finding.look, 1);
  EXPECT_EQ(finding.bouts, 6);
  EXPECT_NEAR(finding.effect->percent, 3.7433630008152288, kTolerance);
}

TEST(Decide, EqualValuesAreDecidedAtTheFirstLook) {
  const std::vector<double> zeros(6, 0.0), ones(6, 0.01);
  EXPECT_EQ(decide({zeros}, rule_of_two()).verdict, Verdict::Same);
  EXPECT_EQ(decide({ones}, rule_of_two()).why, "p < 0.000001 < 0.0104 at look 1 of 6");
}

/// A slow ramp around 0: correlated, and widened from 13 bouts.
std::vector<double> ramp(std::size_t n) {
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i)
    values.push_back(0.02 + 0.0004 * static_cast<double>(i % 17) + (i % 2 == 0 ? 0.001 : 0));
  return values;
}

std::vector<double> every(double seconds, std::size_t n) {
  std::vector<double> starts;
  for (std::size_t i = 0; i < n; ++i) starts.push_back(seconds * static_cast<double>(i));
  return starts;
}

ComparisonRule thirteen_only() {
  ComparisonRule rule;
  rule.looks = {{13}, 0.01};
  return rule;
}

TEST(Decide, CorrelatedBoutsAreWidenedAndSaySo) {
  const auto values = ramp(13);
  const auto finding = decide({values}, thirteen_only());
  const double factor = widening_factor(values, Widening::WhenCorrelated);
  EXPECT_GT(factor, 1);
  EXPECT_EQ(finding.widened, factor);
  const auto plain = interval(*yuen(values), 0.99);
  EXPECT_NEAR(from_percent(finding.effect->high) - from_percent(finding.effect->low), factor * (plain.high - plain.low),
              1e-12);
  EXPECT_EQ(finding.why, "p < 0.000001 < 0.01 at look 1 of 1; the bouts correlate, standard error widened x2.00");
  auto never = thirteen_only();
  never.mixture.widening = Widening::Never;
  EXPECT_EQ(decide({values}, never).widened, 1);
}

TEST(Decide, WidenedPAndIntervalEqualAnIndependentCalculation) {  // testdata/known_answers.py
  const std::vector<double> hill = {0.02, 0.03, 0.025, 0.04, 0.045, 0.03, 0.02, 0.01, 0.015, 0.005, 0.02, 0.03, 0.035};
  const auto finding = decide({hill}, thirteen_only());
  EXPECT_NEAR(finding.widened, 1.8898223650461361, 1e-10);
  EXPECT_NEAR(finding.p, 0.0034435567645891289, 1e-10);
  EXPECT_NEAR(finding.effect->low, 0.45445280543533828, 1e-10);
  EXPECT_NEAR(finding.effect->high, 4.6515178786721147, 1e-10);
}

TEST(Decide, ItsBoundariesBelongToTheNextVerdict) {
  auto rule = rule_of_two();
  rule.looks = {{6}, decide({kSlower}, rule_of_two()).p};
  EXPECT_EQ(decide({kSlower}, rule).verdict, Verdict::Undecided);  // p = nominal p is not significant
  rule.looks.nominal_p *= 1 + 1e-12;
  EXPECT_EQ(decide({kSlower}, rule).verdict, Verdict::Changed);
  const std::vector<double> zeros(6, 0.0);
  EXPECT_EQ(decide({zeros}, {0, {{6}, 0.01}}).verdict, Verdict::Undecided);  // 0 is not below 0
}

TEST(Decide, WidenedComparisonsWaitUntilTheySpanThirtySeconds) {
  const auto values = ramp(40);
  const auto starts = every(1, 40);
  const auto waiting = decide({std::span(values).first(20), starts}, thirteen_only());
  EXPECT_EQ(waiting.verdict, Verdict::Open);
  EXPECT_EQ(waiting.why, "20 bouts, which do not span 30 s yet");
  const auto finding = decide({values, starts}, thirteen_only());
  EXPECT_EQ(finding.verdict, Verdict::Changed);
  EXPECT_EQ(finding.bouts, 31);
  EXPECT_EQ(decide({values, every(3, 40)}, thirteen_only()).bouts, 13);
}

TEST(Decide, OnlyWidenedComparisonsWait) {
  const auto starts = every(0.2, 6);
  auto rule = rule_of_two();
  EXPECT_EQ(decide({kSlower, starts}, rule).verdict, Verdict::Changed);
  rule.mixture.widening = Widening::Never;
  EXPECT_EQ(decide({kSlower, starts}, rule).verdict, Verdict::Changed);
  rule.mixture.widening = Widening::Always;  // by a factor of 1 here, and the neighbour matters all the same
  const auto waiting = decide({kSlower, starts}, rule);
  EXPECT_EQ(waiting.widened, 1);
  EXPECT_EQ(waiting.verdict, Verdict::Open);
  EXPECT_EQ(decide({kSlower, every(6, 6)}, rule).verdict, Verdict::Changed);
}

/// With six values of the ratio alone and beside a neighbour.
Finding with_kinds(double alone, double beside, std::span<const double> all = kSlower) {
  const auto about = [](double mean) {
    std::vector<double> values;
    for (const double off : {-0.001, 0.001, -0.0005, 0.0005, 0.0, 0.0}) values.push_back(mean + off);
    return *yuen(values);
  };
  ComparisonRule rule{2, {{6}, 0.01}};
  rule.mixture.kinds = EitherKind{about(alone), about(beside)};
  return decide({all}, rule);
}

TEST(Decide, TheIntervalHoldsBothKindsOfRounds) {
  const Finding plain = decide({kSlower}, {2, {{6}, 0.01}}), found = with_kinds(0.03, 0.09);
  EXPECT_FALSE(plain.both_kinds);
  EXPECT_TRUE(found.both_kinds);
  EXPECT_EQ(found.effect->percent, plain.effect->percent);
  EXPECT_GT(found.effect->high, to_percent(0.09));
  EXPECT_LT(found.effect->high, to_percent(0.093));
  EXPECT_EQ(found.effect->low, std::min(plain.effect->low, with_kinds(0.03, 0.03).effect->low));
}

TEST(Decide, ChangedMeansInBothKindsOfRounds) {
  EXPECT_EQ(with_kinds(0.03, 0.09).verdict, Verdict::Changed);
  const Finding one_alone = with_kinds(0.0003, 0.09);
  EXPECT_EQ(one_alone.verdict, Verdict::Undecided);
  EXPECT_GT(one_alone.p, 0.01);
  EXPECT_LT(one_alone.effect->low, 0);
  const Finding opposite = with_kinds(-0.03, 0.09);
  EXPECT_EQ(opposite.p, 1);
  EXPECT_EQ(opposite.verdict, Verdict::Undecided);
}

TEST(Decide, SameMeansInBothKindsOfRounds) {
  EXPECT_EQ(with_kinds(0.001, -0.001, kEqual).verdict, Verdict::Same);
  EXPECT_EQ(with_kinds(-0.001, 0.03, kEqual).verdict, Verdict::Undecided);
}

TEST(Decide, SameRestsOnTheWidenedInterval) {
  auto values = ramp(13);
  for (double& value : values) value -= 0.023;
  auto rule = thirteen_only();
  const auto widened = decide({values}, rule);
  rule.mixture.widening = Widening::Never;
  const auto plain = decide({values}, rule);
  EXPECT_EQ(plain.verdict, Verdict::Same);
  EXPECT_EQ(widened.verdict, Verdict::Same);
  EXPECT_GT(widened.effect->high - widened.effect->low, 1.9 * (plain.effect->high - plain.effect->low));
  rule.care_percent = std::max(plain.effect->high, -plain.effect->low) * 1.2;
  EXPECT_EQ(decide({values}, rule).verdict, Verdict::Same);
  rule.mixture.widening = Widening::WhenCorrelated;
  EXPECT_EQ(decide({values}, rule).verdict, Verdict::Undecided);
}

TEST(Decide, AClockThatIsSetBackHoldsNothingUp) {
  const auto values = ramp(40);
  auto starts = every(1, 40);
  for (std::size_t i = 20; i < starts.size(); ++i) starts[i] -= 3600;
  EXPECT_EQ(decide({values, starts}, thirteen_only()).bouts, 32);  // one second of the thirty is not known
}

TEST(Decide, WidenedComparisonsPassOverLooksThatComeTooEarly) {
  auto rule = thirteen_only();
  rule.looks = {{13, 31}, 0.01};
  const auto values = ramp(40);
  EXPECT_EQ(decide({std::span(values).first(20), every(1, 40)}, rule).why, "20 of 31 bouts for look 2 of 2");
  EXPECT_EQ(decide({values, every(1, 40)}, rule).look, 2);
}

TEST(Close, EndsWhatIsOpen) {
  const auto values = unclear(11);
  const auto closed = close(decide({values}, rule_of_two()), "--max-time 10s was up");
  EXPECT_EQ(closed.verdict, Verdict::Undecided);
  EXPECT_EQ(closed.why, "--max-time 10s was up: 11 of 13 bouts for look 3 of 6");
  EXPECT_EQ(close(decide({kSlower}, rule_of_two()), "x").verdict, Verdict::Changed);
}

TEST(Failed, CarriesTheReason) {
  const auto finding = failed("b crashed: SIGSEGV in 3 of 3 bouts");
  EXPECT_EQ(finding.verdict, Verdict::Failed);
  EXPECT_EQ(finding.why, "b crashed: SIGSEGV in 3 of 3 bouts");
  EXPECT_EQ(finding.effect, std::nullopt);
}

TEST(Confirm, NeedsFreshBoutsOfTheSameSign) {
  auto slower = kSlower;
  slower.insert(slower.end(), {0.04, 0.035, 0.041});
  auto faster = slower;
  for (double& value : faster) value = -value;
  const auto screened = decide({kSlower}, screen_rule(2));
  EXPECT_EQ(screened.why, "p = 0.0014 < 0.0335 at look 1 of 4");
  const auto confirmed = decide({slower}, confirm_rule(4, 2));
  EXPECT_EQ(confirmed.why, "p = 0.0000011 < 0.0022 at look 1 of 6");
  EXPECT_TRUE(confirms(screened, confirmed));
  EXPECT_FALSE(confirms(screened, decide({faster}, confirm_rule(4, 2))));
  EXPECT_FALSE(confirms(decide({kEqual}, screen_rule(2)), confirmed));      // was not flagged
  EXPECT_FALSE(confirms(screened, decide({kSlower}, confirm_rule(4, 2))));  // open: no look at 6
}

TEST(NoiseClass, FollowsTheMde) {
  EXPECT_EQ(name(noise_class(1)), "QUIET");
  EXPECT_EQ(name(noise_class(1.01)), "OK");
  EXPECT_EQ(name(noise_class(2.01)), "COARSE");
  EXPECT_EQ(name(noise_class(5)), "COARSE");
  EXPECT_EQ(name(noise_class(5.01)), "NOISY");
}

TEST(VerdictNames, AreThoseOfTheInterface) {
  EXPECT_EQ(name(Verdict::Open), "open");
  EXPECT_EQ(name(Verdict::Changed), "changed");
  EXPECT_EQ(name(Verdict::Same), "same");
  EXPECT_EQ(name(Verdict::Undecided), "undecided");
  EXPECT_EQ(name(Verdict::Noisy), "noisy");
  EXPECT_EQ(name(Verdict::Failed), "failed");
}

}  // namespace
}  // namespace assay::stats

#include "harness/stats/bouts.h"

#include <gtest/gtest.h>

#include <vector>

namespace assay::stats {
namespace {

/// A bout of 50 rounds, of which so many were undisturbed; an effect of its own beside a busy neighbour, if any.
PairValue pair(double all, double undisturbed, int undisturbed_rounds, std::optional<double> disturbed = {}) {
  PairValue value;
  value.all = all;
  value.undisturbed = undisturbed;
  value.undisturbed_rounds = undisturbed_rounds;
  value.disturbed = disturbed;
  value.rounds = 50;
  return value;
}

/// n bouts around `undisturbed` in quiet rounds and around `all` in all of them.
std::vector<PairValue> bouts(int n, double all, double undisturbed, int rounds) {
  const double scatter[] = {0.001, -0.002, 0.0015, -0.001, 0.0005, -0.0005, 0.002, -0.0015, 0};
  std::vector<PairValue> pairs;
  for (int i = 0; i < n; ++i)
    pairs.push_back(pair(all + 3 * scatter[i % 9], undisturbed + scatter[(i + 4) % 9], rounds));
  return pairs;
}

TEST(Bouts, UndisturbedRoundsDecideWhereFiveOfTheFirstSixHadEnough) {
  auto pairs = bouts(9, 0.10, 0.04, 25);
  pairs[2].undisturbed_rounds = 24;
  EXPECT_EQ(Bouts(pairs).basis(), Basis::Undisturbed);
  EXPECT_EQ(Bouts(pairs).values().size(), 8U);
  const Finding finding = decide(Bouts(pairs), comparison_rule(2));
  EXPECT_EQ(finding.verdict, Verdict::Changed);
  EXPECT_EQ(finding.basis, Basis::Undisturbed);
  EXPECT_EQ(finding.bouts, 6);
  EXPECT_NEAR(finding.effect->percent, 4.08, 0.1);
  pairs[3].undisturbed_rounds = 24;
  EXPECT_EQ(Bouts(pairs).basis(), Basis::All);
  EXPECT_NEAR(decide(Bouts(pairs), comparison_rule(2)).effect->percent, 10.5, 0.2);
}

/// What comes after the sixth bout must not change what decides: the differences are known by then.
TEST(Bouts, TheChoiceStandsWhateverComesLater) {
  auto pairs = bouts(6, 0.10, 0.04, 50);
  const auto later = bouts(12, 0.10, 0.04, 3);
  pairs.insert(pairs.end(), later.begin(), later.end());
  EXPECT_EQ(Bouts(pairs).basis(), Basis::Undisturbed);
  EXPECT_EQ(Bouts(pairs).part(6, 12).basis(), Basis::Undisturbed);
  EXPECT_EQ(Bouts(pairs).part(6, 12).values().size(), 0U);
}

TEST(Bouts, BeforeTheChoiceAllRoundsStandAndNothingIsDecided) {
  const auto pairs = bouts(5, 0.10, 0.04, 50);
  EXPECT_EQ(Bouts(pairs).basis(), Basis::All);
  EXPECT_EQ(decide(Bouts(pairs), comparison_rule(2)).verdict, Verdict::Open);
}

TEST(Bouts, StartsBelongToTheValues) {
  auto pairs = bouts(7, 0, 0, 30);
  pairs[1].undisturbed_rounds = 3;
  const std::vector<double> started = {10, 20, 30, 40, 50, 60, 70};
  EXPECT_EQ(Bouts(pairs, started).starts(), (std::vector<double>{10, 30, 40, 50, 60, 70}));
  EXPECT_EQ(Bouts(pairs, std::vector<double>{1, 2}).starts(), std::vector<double>{});
}

TEST(Bouts, ANeighbourWhoNeverRestsEndsItUndecided) {
  auto pairs = bouts(101, 0.012, 0.012, 3);
  for (std::size_t i = 0; i < 6; ++i) pairs[i].undisturbed_rounds = 25;
  for (std::size_t i = 0; i < 6; ++i) pairs[i].undisturbed = 0.012 + (i % 2 == 0 ? 0.02 : -0.02);
  EXPECT_EQ(decide(Bouts(pairs), comparison_rule(2)).verdict, Verdict::Open);
  pairs.push_back(pairs.back());
  const Finding finding = decide(Bouts(pairs), comparison_rule(2));
  EXPECT_EQ(finding.verdict, Verdict::Undecided);
  EXPECT_EQ(finding.why, "of 102 bouts only 6 had 25 undisturbed rounds: 6 of 9 bouts for look 2 of 6");
}

/// What stays for longer than a bout makes bouts resemble each other, which six of them do not show.
TEST(Bouts, BesideANeighbourAllRoundsDecideFromThirteenBoutsOn) {
  auto pairs = bouts(13, 0.10, 0.04, 3);
  EXPECT_EQ(decide(Bouts(pairs), comparison_rule(2)).bouts, 6);
  pairs[4].disturbed_rounds = 5;
  EXPECT_EQ(Bouts(pairs).mixture(4).widening, Widening::WhenCorrelated);
  EXPECT_EQ(Bouts(pairs).mixture(5).widening, Widening::WhenDisturbed);
  const Finding open = decide(Bouts(std::span(pairs).first(12)), comparison_rule(2));
  EXPECT_EQ(open.verdict, Verdict::Open);
  EXPECT_EQ(open.why, "12 of 13 bouts for look 3 of 6");
  const Finding finding = decide(Bouts(pairs), comparison_rule(2));
  EXPECT_EQ(finding.verdict, Verdict::Changed);
  EXPECT_EQ(finding.bouts, 13);
  const auto equal = bouts(13, 0, 0, 3);
  EXPECT_EQ(decide(Bouts(equal), comparison_rule(2)).bouts, 6);
  auto beside = equal;
  beside[0].disturbed_rounds = 30;
  EXPECT_EQ(decide(Bouts(beside), comparison_rule(2)).bouts, 13);
  EXPECT_EQ(estimate(Bouts(std::span(beside).first(12)), {.width_percent = 5}).verdict, Verdict::Open);
  EXPECT_EQ(estimate(Bouts(beside), {.width_percent = 5}).verdict, Verdict::Same);
}

/// However it ends: bouts as asked for, the time, an interruption.
TEST(Bouts, BesideANeighbourAClosedEstimateHasNoWordBeforeThirteen) {
  auto pairs = bouts(13, 0.10, 0.04, 3);
  pairs[0].disturbed_rounds = 30;
  const EstimateRule rule{.width_percent = 0.5};
  const auto closed = [&](std::size_t n) {
    return close_estimate(estimate(Bouts(std::span(pairs).first(n)), rule), rule, "9 bouts as asked for");
  };
  EXPECT_EQ(closed(9).verdict, Verdict::Undecided);
  EXPECT_GT(closed(9).effect->low, 9);
  EXPECT_TRUE(closed(9).why.ends_with("; beside a neighbour nothing is changed or same before 13 bouts"))
      << closed(9).why;
  EXPECT_EQ(closed(12).verdict, Verdict::Undecided);
  EXPECT_EQ(closed(13).verdict, Verdict::Changed);
}

TEST(Bouts, UndisturbedRoundsDecideAtOnceWhateverTheOthersWere) {
  auto pairs = bouts(6, 0.10, 0.04, 30);
  for (PairValue& each : pairs) each.disturbed_rounds = 20;
  EXPECT_EQ(decide(Bouts(pairs), comparison_rule(2)).verdict, Verdict::Changed);
}

/// An effect that depends on the neighbour makes a mixture of what is measured over all rounds.
TEST(Bouts, WhereTheNeighbourMattersAllRoundsAreWidenedAlways) {
  auto pairs = bouts(9, 0.01, 0.01, 10);
  EXPECT_EQ(Bouts(pairs).mixture(9).widening, Widening::WhenCorrelated);
  for (PairValue& each : pairs) each.disturbed = *each.undisturbed + 0.1;
  EXPECT_EQ(Bouts(pairs).mixture(8).widening, Widening::WhenCorrelated);  // nine must know both
  for (std::size_t i = 0; i < 9; ++i) *pairs[i].disturbed += 0.001 * static_cast<double>(i % 3);
  EXPECT_EQ(Bouts(pairs).mixture(9).widening, Widening::Always);
  for (PairValue& each : pairs) each.undisturbed_rounds = 25;
  EXPECT_EQ(Bouts(pairs).mixture(9).widening, Widening::WhenCorrelated);
  EXPECT_FALSE(Bouts(pairs).mixture(9).kinds);
}

/// A side that gets slower by 0.1 % a bout, on an idle machine: no neighbour is in this, and it is no mean of anything.
TEST(Bouts, OfUndisturbedRoundsThatCorrelateAreWidenedToo) {
  std::vector<PairValue> pairs;
  std::vector<double> started;
  for (int i = 0; i < 40; ++i) {  // three times thirteen and more
    const double drift = 0.001 * i + (i % 2 == 0 ? 0.0005 : -0.0005);
    pairs.push_back(pair(drift, drift, 50));
    started.push_back(0.5 * i);
  }
  const Bouts drifting(pairs, started);
  ASSERT_EQ(drifting.basis(), Basis::Undisturbed);
  const Finding number = estimate(drifting, {.width_percent = 5});
  EXPECT_NEAR(number.widened, widening_factor(drifting.values(), Widening::WhenCorrelated), 1e-12);
  EXPECT_GT(number.widened, 3);
  EXPECT_EQ(number.verdict, Verdict::Open);
  const Finding compared = decide(drifting, ComparisonRule{2, {{13}, 0.01}});
  EXPECT_EQ(compared.verdict, Verdict::Open);
  EXPECT_EQ(compared.why, "40 bouts, which do not span 30 s yet");
}

TEST(Bouts, SeveralArePutTogetherByRoundsThatDecideInEach) {
  const auto idle = bouts(6, 0.10, 0.04, 30), busy = bouts(6, 0.20, 0.05, 3);
  const std::vector<Bouts> alike = {Bouts(idle), Bouts(idle)}, mixed = {Bouts(idle), Bouts(busy)};
  EXPECT_EQ(common_basis(alike), Basis::Undisturbed);
  EXPECT_EQ(common_basis(mixed), Basis::All);
  EXPECT_NEAR(Bouts(idle).values()[2], 0.04, 0.003);
  EXPECT_NEAR(Bouts(idle).on(Basis::All).values()[2], 0.10, 0.01);
}

/// Nine bouts of 3 % alone and 9 % beside a neighbour, of which each is a mixture.
TEST(Bouts, WhereTheNeighbourMattersTheIntervalHoldsBothKinds) {
  auto pairs = bouts(9, 0.05, 0.03, 10);
  for (std::size_t i = 0; i < 9; ++i)
    pairs[i].disturbed = *pairs[i].undisturbed + 0.06 + 0.001 * static_cast<double>(i % 3);
  const Mixture mixture = Bouts(pairs).mixture(9);
  ASSERT_TRUE(mixture.kinds);
  EXPECT_NEAR(mixture.kinds->alone.mean, 0.03, 0.002);
  EXPECT_NEAR(mixture.kinds->beside.mean, 0.091, 0.002);
  const Finding finding = decide(Bouts(pairs), confirm_rule(1, 2));  // looks from 9
  EXPECT_TRUE(finding.both_kinds);
  EXPECT_NEAR(finding.effect->percent, to_percent(0.05), 0.2);
  EXPECT_LT(finding.effect->low, to_percent(0.03));
  EXPECT_GT(finding.effect->high, to_percent(0.09));
  EXPECT_EQ(finding.verdict, Verdict::Changed);
  EXPECT_TRUE(finding.why.ends_with("; it depends on the neighbour, the interval holds it alone and beside one"))
      << finding.why;
}

TEST(Bouts, AnEstimateRestsOnThemToo) {
  const Finding finding = estimate(Bouts(bouts(9, 0.10, 0.04, 25)), estimate_rule(2));
  EXPECT_EQ(finding.basis, Basis::Undisturbed);
  EXPECT_NEAR(finding.effect->percent, 4.08, 0.1);
}

TEST(Bouts, AMeanHasWhatAllHave) {
  auto first = pair(0.1, 0.2, 30, 0.3), second = pair(0.3, 0.4, 20);
  first.undisturbed_share = 0.8;
  second.undisturbed_share = 0.4;
  const PairValue both = mean(std::vector<PairValue>{first, second});
  EXPECT_DOUBLE_EQ(both.all, 0.2);
  EXPECT_DOUBLE_EQ(*both.undisturbed, 0.3);
  EXPECT_FALSE(both.disturbed);
  EXPECT_EQ(both.undisturbed_rounds, 20);
  EXPECT_DOUBLE_EQ(both.undisturbed_share, 0.6);
}

TEST(Bouts, AMeanHasSpeedsWhereAllHaveTheSameNumber) {
  auto first = pair(0.1, 0.1, 10), second = pair(0.3, 0.3, 10);
  EXPECT_FALSE(mean(std::vector<PairValue>{first, second}).speeds);
  first.speeds = Speeds{{0.2, 0.1}, {}};
  EXPECT_FALSE(mean(std::vector<PairValue>{first, second}).speeds);
  second.speeds = Speeds{{0.4, 0.3}, {}};
  EXPECT_DOUBLE_EQ(mean(std::vector<PairValue>{first, second}).speeds->fast.ratio, 0.2);
  second.speeds->slow = Speed{0.8, 0.5};
  EXPECT_FALSE(mean(std::vector<PairValue>{first, second}).speeds);
  first.speeds->slow = Speed{0.6, 0.3};
  const Speeds both = *mean(std::vector<PairValue>{first, second}).speeds;
  EXPECT_DOUBLE_EQ(both.fast.log_time, 0.3);
  EXPECT_DOUBLE_EQ(both.slow->log_time, 0.7);
  EXPECT_DOUBLE_EQ(both.slow->ratio, 0.4);
}

}  // namespace
}  // namespace assay::stats

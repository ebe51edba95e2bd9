#include "harness/stats/night_decision.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "harness/stats/night_confirmation.h"
#include "harness/stats/testing_nights.h"

namespace assay::stats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

constexpr int kTonight = 21;

/// A step from this night on.
Change step(int from, double size, double p = 1) {
  return {.after = from - 1, .from = from, .to = from, .size = size, .low = size - 0.005, .high = size + 0.005, .p = p};
}

News suspected(double size) {
  return {.kind = News::Kind::Suspected, .night = kTonight, .change = step(kTonight, size), .identity = "zen3, gcc 12"};
}

News told(News::Kind kind, const Change& change) {
  return {.kind = kind, .night = kTonight, .change = change, .identity = "zen3, gcc 12", .of = 15};
}

/// Twenty nights at the level, and two that are off it.
struct Series {
  explicit Series(double yesterday, double today) {
    std::vector<double> values = testing::noise(20, 0.003);
    values.push_back(yesterday);
    values.push_back(today);
    nights = testing::series(values);
    tonight.nights = nights;
    tonight.news = {suspected(today)};
  }

  /// Fresh bouts of tonight find it so far off.
  void look_again(double off) {
    std::vector<PairValue> pairs(9);
    for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i].all = off + 1e-4 * static_cast<double>(i % 3);
    tonight.second = confirm_night(pairs, {}, *suspicions({&tonight, 1}).front());
  }

  void wait_since(int night, double size) { tonight.standing.waiting.push_back({step(night, size), night}); }

  std::vector<Ruling> rulings() const { return decide_night({&tonight, 1}).front(); }

  std::vector<Night> nights;
  SeriesTonight tonight;
};

/// `confirmed 20 of #0, ends #1`: the first night of the change, the suspicion that it is, and those that end with it.
std::vector<std::string> brief(const std::vector<Ruling>& rulings) {
  std::vector<std::string> texts;
  for (const Ruling& ruling : rulings) {
    std::string& text = texts.emplace_back(fmt::format("{} {}", name(ruling.kind), ruling.news.change.from));
    if (ruling.waited) text += fmt::format(" of #{}", *ruling.waited);
    if (ruling.undone) text += fmt::format(" undoes #{}", *ruling.undone);
    for (const std::size_t settled : ruling.settled) text += fmt::format(", ends #{}", settled);
  }
  return texts;
}

TEST(Suspicions, AreOnTheScaleOfTonightsAnchorAndCountAllThatAreSuspected) {
  Series build(0, 0.04), other(0, 0.03), quiet(0, 0);
  quiet.tonight.news.clear();
  build.tonight.news[0].change.before = 0.25;
  build.tonight.shift = 0.2;
  build.tonight.rounds = "undisturbed";
  build.tonight.rule.floor_percent = 2;
  const std::vector<SeriesTonight> all = {build.tonight, quiet.tonight, other.tonight};
  const auto found = suspicions(all);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_FALSE(found[1]);
  EXPECT_NEAR(found[0]->level, 0.05, 1e-12);
  EXPECT_EQ(found[0]->size, 0.04);
  EXPECT_EQ(found[0]->floor_percent, 2);
  EXPECT_EQ(found[0]->decided_on, "undisturbed");
  EXPECT_EQ(found[0]->suspected, 2);
  EXPECT_EQ(found[2]->suspected, 2);
}

TEST(Suspected, ForTheFirstTimeIsNew) {
  const auto rulings = Series(0, 0.04).rulings();
  EXPECT_THAT(brief(rulings), ElementsAre("new 21"));
  EXPECT_EQ(rulings[0].why, "off its level tonight");
}

TEST(Suspected, OneNightMayBeOffByItselfThoughItsFreshBoutsAgree) {
  Series series(0, 0.04);
  series.wait_since(19, 0.04);
  series.look_again(0.04);
  const auto rulings = series.rulings();
  EXPECT_THAT(brief(rulings), ElementsAre("waits 21 of #0"));
  EXPECT_THAT(rulings[0].why,
              MatchesRegex("found again by fresh bouts: p .* \\(1 suspected\\); one night may be so far "
                           "off by itself: the next one tells"));
}

TEST(Suspected, TwoNightsInARowAreConfirmedFromTheFirstOn) {
  Series series(0.04, 0.04);
  series.wait_since(18, -0.04);
  series.wait_since(20, 0.04);
  series.wait_since(19, 0.05);
  series.look_again(0.04);
  const auto rulings = series.rulings();
  EXPECT_THAT(brief(rulings), ElementsAre("confirmed 20 of #1, ends #2"));
  EXPECT_TRUE(rulings[0].news.fresh);
  EXPECT_LT(rulings[0].news.change.p, 0.05);
  EXPECT_THAT(rulings[0].why,
              MatchesRegex(".*; that 2 nights in a row are so far off by themselves has p = 0\\.000[0-9]+"));
}

TEST(Suspected, TheNightBeforeMustHaveBeenSuspectedToo) {
  Series series(0.04, 0.04);  // what was suspected yesterday was dismissed
  series.look_again(0.04);
  EXPECT_THAT(brief(series.rulings()), ElementsAre("new 21"));
}

TEST(Suspected, OfTheOtherSignOrLongAgoIsAnotherSuspicion) {
  Series series(0.04, 0.04);
  series.wait_since(20, -0.04);
  series.wait_since(10, 0.04);  // eleven nights
  series.look_again(0.04);
  EXPECT_THAT(brief(series.rulings()), ElementsAre("new 21"));
}

TEST(Suspected, WhatFreshBoutsRefuteIsDismissed) {
  Series series(0.04, 0.04);
  series.look_again(0);
  auto rulings = series.rulings();
  EXPECT_THAT(brief(rulings), ElementsAre("new 21", "dismissed 21"));
  EXPECT_THAT(rulings[1].why, ::testing::StartsWith("not confirmed: "));
  series.wait_since(20, 0.04);
  EXPECT_THAT(brief(series.rulings()), ElementsAre("dismissed 21 of #0"));
}

TEST(Suspected, WithoutFreshBoutsItWaits) {
  Series series(0.04, 0.04);
  series.wait_since(20, 0.04);
  EXPECT_THAT(brief(series.rulings()), ElementsAre("waits 21 of #0"));
  series.tonight.second = Finding{};  // no time
  EXPECT_THAT(brief(series.rulings()), ElementsAre("waits 21 of #0"));
}

TEST(Suspected, WhatUndoesASlowDownHasRecovered) {
  Series series(-0.03, -0.03);
  series.wait_since(20, -0.03);
  series.look_again(-0.03);
  Change slower = step(10, 0.03);
  slower.before = -0.03;
  series.tonight.standing.changes = {slower, step(12, 0.03), slower, step(14, -0.03)};
  series.tonight.standing.changes[2].from = 13;
  const auto rulings = series.rulings();
  EXPECT_THAT(brief(rulings), ElementsAre("recovered 20 undoes #2, ends #0"));
  EXPECT_EQ(rulings[0].news.kind, News::Kind::Recovered);
  EXPECT_EQ(rulings[0].news.of, 13);
  EXPECT_THAT(rulings[0].why, ::testing::StartsWith("the level before it is back, found again by fresh bouts: "));
}

/// Of series that tell a change with this p each, which are told.
std::vector<bool> told_with(const std::vector<double>& p) {
  std::vector<SeriesTonight> all(p.size());
  for (std::size_t i = 0; i < p.size(); ++i)
    if (p[i] < 1) all[i].news = {told(News::Kind::Changed, step(18, 0.02, p[i]))};
  std::vector<bool> is_told;
  for (const auto& rulings : decide_night(all)) is_told.push_back(!rulings.empty());
  return is_told;
}

TEST(Discoveries, OfOneSeriesAreBelowFivePercent) {
  EXPECT_THAT(told_with({0.05}), ElementsAre(true));
  EXPECT_THAT(told_with({0.051}), ElementsAre(false));
}

TEST(Discoveries, EverySeriesOfTheNightCounts) {
  EXPECT_THAT(told_with({0.03, 1}), ElementsAre(false, false));
  EXPECT_THAT(told_with({0.03, 0.001}), ElementsAre(true, true));
  EXPECT_THAT(told_with({0.03, 0.001, 1}), ElementsAre(true, true, false) /* 0.03 · 3/2 */);
  EXPECT_THAT(told_with({0.03, 0.001, 1, 1}), ElementsAre(false, true, false, false));
}

TEST(Discoveries, WhatFreshBoutsFindIsHeldAgainstThemToo) {
  Series series(0.0135, 0.0135);
  series.wait_since(20, 0.0135);
  series.look_again(0.0135);
  EXPECT_THAT(brief(series.rulings()), ElementsAre("confirmed 20 of #0"));
  std::vector<SeriesTonight> among(40);
  among[0] = series.tonight;
  EXPECT_THAT(brief(decide_night(among)[0]), ElementsAre("waits 21 of #0"));
}

TEST(Discoveries, WhatIsTakenBackIsNone) {
  SeriesTonight series;
  series.news = {told(News::Kind::Withdrawn, step(15, 0.02, 0.5))};
  const auto rulings = decide_night({&series, 1}).front();
  EXPECT_THAT(brief(rulings), ElementsAre("withdrawn 15"));
  EXPECT_EQ(rulings[0].why, "the nights of the last week do not show it");
}

TEST(BorneOutByNights, IsTheSuspicionThatWaitedAndEndsTheOthers) {
  SeriesTonight series;
  series.standing.waiting = {{step(19, -0.02), 19}, {step(18, 0.02), 18}, {step(20, 0.02), 20}};
  series.news = {told(News::Kind::Changed, step(18, 0.02, 0.01))};
  auto rulings = decide_night({&series, 1}).front();
  EXPECT_THAT(brief(rulings), ElementsAre("confirmed 18 of #1, ends #2"));
  EXPECT_EQ(rulings[0].why, "the nights bear it out");
  series.news = {told(News::Kind::Recovered, step(19, -0.02, 0.01))};
  rulings = decide_night({&series, 1}).front();
  EXPECT_THAT(brief(rulings), ElementsAre("recovered 19, ends #0"));
  EXPECT_EQ(rulings[0].news.of, 15);
  EXPECT_EQ(rulings[0].why, "the level before it is back");
}

TEST(BorneOutByNights, ARampIsAChangeOrGoesOnFromOne) {
  SeriesTonight series;
  series.news = {told(News::Kind::Drifting, step(12, 0.02, 0.01))};
  EXPECT_THAT(brief(decide_night({&series, 1}).front()), ElementsAre("confirmed 12"));
  series.news[0].continues = true;
  const auto rulings = decide_night({&series, 1}).front();
  EXPECT_THAT(brief(rulings), ElementsAre("drifting 12"));
  EXPECT_EQ(rulings[0].why, "it went on, and is a drift");
}

TEST(Waiting, IsOverAfterAWeekWithTwoNightsOfItsSeries) {
  EXPECT_FALSE(is_over({step(20, 0.02), 20, 7}, 27));
  EXPECT_TRUE(is_over({step(20, 0.02), 20, 2}, 28));
  EXPECT_FALSE(is_over({step(20, 0.02), 20, 1}, 28));
}

TEST(Rulings, HaveNamesAndAreToldOrNot) {
  std::vector<std::string> told_ones, others;
  for (int i = 0; i <= static_cast<int>(Ruling::Kind::Withdrawn); ++i) {
    const Ruling ruling{.kind = static_cast<Ruling::Kind>(i)};
    (ruling.is_told() ? told_ones : others).emplace_back(name(ruling.kind));
  }
  EXPECT_THAT(others, ElementsAre("new", "waits", "dismissed"));
  EXPECT_THAT(told_ones, ElementsAre("confirmed", "drifting", "recovered", "withdrawn"));
}

}  // namespace
}  // namespace assay::stats

#include "harness/stats/night_follow.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "harness/stats/night_confirmation.h"
#include "harness/stats/testing_nights.h"

namespace assay::stats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Change step(int from, double size) {
  return {.after = from - 1, .from = from, .to = from, .size = size};
}

Ruling ruling(Ruling::Kind kind, const Change& change, std::optional<std::size_t> waited = {}) {
  return {.kind = kind, .news = {.change = change}, .waited = waited};
}

/// First nights of what waits.
std::vector<int> waiting(const NightMemory& memory) {
  std::vector<int> nights;
  for (const Waiting& each : memory.standing().waiting) nights.push_back(each.change.from);
  return nights;
}

std::vector<int> changes(const NightMemory& memory) {
  std::vector<int> nights;
  for (const Change& each : memory.standing().changes) nights.push_back(each.from);
  return nights;
}

using Kind = Ruling::Kind;

TEST(NightMemory, ASuspicionWaitsForAWeek) {
  NightMemory memory;
  memory.add(std::vector{ruling(Kind::New, step(40, 0.03))}, 40);
  EXPECT_EQ(memory.standing().waiting.front().since, 40);
  memory.add({}, 47);
  EXPECT_THAT(waiting(memory), ElementsAre(40));
  memory.add({}, 48);
  EXPECT_THAT(waiting(memory), IsEmpty());
  EXPECT_THAT(memory.told(), IsEmpty());
}

TEST(NightMemory, AWeekWithOneNightEndsNoSuspicion) {
  NightMemory memory;
  memory.add(std::vector{ruling(Kind::New, step(40, 0.03))}, 40);
  memory.add({}, 60);
  EXPECT_THAT(waiting(memory), ElementsAre(40));
  memory.add({}, 61);
  EXPECT_THAT(waiting(memory), IsEmpty());
}

TEST(NightMemory, ASuspicionThatComesAgainOutlivesIt) {
  NightMemory memory;
  memory.add(std::vector{ruling(Kind::New, step(40, 0.03))}, 40);
  memory.add(std::vector{ruling(Kind::Waits, step(48, 0.03), 0)}, 48);
  EXPECT_THAT(waiting(memory), ElementsAre(40));
  memory.add({}, 49);
  EXPECT_THAT(waiting(memory), IsEmpty());
}

TEST(NightMemory, WhatIsDismissedOrSettledWaitsNoMore) {
  NightMemory memory;
  memory.add(std::vector{ruling(Kind::New, step(40, 0.03)), ruling(Kind::Dismissed, step(40, 0.03))}, 40);
  EXPECT_THAT(waiting(memory), IsEmpty());
  for (const int night : {41, 42, 43}) memory.add(std::vector{ruling(Kind::New, step(night, 0.03))}, night);
  memory.add(std::vector{ruling(Kind::Dismissed, step(44, 0.03), 1)}, 44);
  EXPECT_THAT(waiting(memory), ElementsAre(41, 43));
  Ruling confirmed = ruling(Kind::Confirmed, step(43, 0.03), 1);
  confirmed.settled = {0};
  memory.add(std::vector{confirmed}, 45);
  EXPECT_THAT(waiting(memory), IsEmpty());
  EXPECT_THAT(changes(memory), ElementsAre(43));
}

TEST(NightMemory, AChangeStandsUntilItHasRecoveredOrIsWithdrawn) {
  NightMemory memory;
  for (const int night : {20, 30, 40}) memory.add(std::vector{ruling(Kind::Confirmed, step(night, 0.03))}, night + 2);
  Ruling later = ruling(Kind::Drifting, step(28, 0.05));
  later.news.of = 30;
  memory.add(std::vector{later}, 50);
  EXPECT_THAT(changes(memory), ElementsAre(20, 28, 40));
  later = ruling(Kind::Drifting, step(27, 0.08));
  later.news.of = 28;
  later.news.absorbs = {40};
  memory.add(std::vector{later}, 51);
  EXPECT_THAT(changes(memory), ElementsAre(20, 27));
  later = ruling(Kind::Recovered, step(60, -0.03));
  later.news.of = 27;
  memory.add(std::vector{later}, 62);
  later = ruling(Kind::Withdrawn, step(20, 0.03));
  later.news.of = 20;
  memory.add(std::vector{later}, 63);
  EXPECT_THAT(changes(memory), IsEmpty());
  EXPECT_EQ(memory.told().size(), 7U);
}

/// `changed 42 on 43`, with `fresh` where fresh bouts told it.
std::vector<std::string> brief(const Result<std::vector<News>>& told) {
  std::vector<std::string> texts;
  for (const News& news : *told)
    texts.push_back(
        fmt::format("{}{} {} on {}", news.fresh ? "fresh " : "", name(news.kind), news.change.from, news.night));
  return texts;
}

/// Fresh bouts that find each night so far off its level as it is, but for those that are named.
CompareAgain find_again_but_on(const std::vector<int>& refuted) {
  return [refuted](int night, const Suspicion& suspicion) {
    const bool is_refuted = std::ranges::find(refuted, night) != refuted.end();
    std::vector<PairValue> pairs(9);
    for (std::size_t i = 0; i < pairs.size(); ++i)
      pairs[i].all = suspicion.level + (is_refuted ? 0 : suspicion.size) + 1e-4 * static_cast<double>(i % 3);
    return std::optional(confirm_night(pairs, {}, suspicion));
  };
}

std::vector<Night> off_on(const std::vector<int>& nights) {
  auto values = testing::noise(60, 0.002);
  for (const int night : nights) values[static_cast<std::size_t>(night)] += 0.03;
  return testing::series(values);
}

TEST(FollowWithFreshBouts, TheSecondNightIsTold) {
  const auto told = brief(follow(off_on({40, 41, 42, 43}), {}, find_again_but_on({})));
  EXPECT_THAT(told, ElementsAre("suspected 40 on 40", "suspected 41 on 41", "fresh changed 40 on 41",
                                ::testing::StartsWith("suspected 44"), ::testing::_, ::testing::_));
}

TEST(FollowWithFreshBouts, OneNightIsNot) {
  EXPECT_THAT(brief(follow(off_on({40}), {}, find_again_but_on({}))), ElementsAre("suspected 40 on 40"));
}

TEST(FollowWithFreshBouts, NorTheSecondWhereTheFirstWasRefuted) {
  const auto series = off_on({40, 41, 42, 43, 44, 45, 46, 47, 48});
  const auto told = brief(follow(std::span(series).first(45), {}, find_again_but_on({40})));
  EXPECT_THAT(told, ElementsAre("suspected 40 on 40", "suspected 41 on 41", "changed 40 on 42"));
}

TEST(FollowWithFreshBouts, AStepAWeekAfterAWildNightIsToldOnItsSecondNight) {
  const auto series = off_on({40, 48, 49});
  EXPECT_THAT(brief(follow(std::span(series).first(50), {}, find_again_but_on({}))),
              ElementsAre("suspected 40 on 40", "suspected 48 on 48", "suspected 49 on 49", "fresh changed 48 on 49"));
}

TEST(FollowWithFreshBouts, AnotherHostsSuspicionIsNoFirstNight) {
  auto series = off_on({41});
  for (const Night& night : std::vector(series)) {
    series.push_back(night);
    series.back().identity = "arm";
    if (night.night == 40) series.back().value += 0.03;
    if (night.night == 41) series.back().value -= 0.03;
  }
  EXPECT_THAT(brief(follow(series, {}, find_again_but_on({}))),
              ElementsAre("suspected 40 on 40", "suspected 41 on 41"));
}

TEST(Follow, WhatIsNoDiscoveryWaitsForMoreNights) {
  auto values = testing::noise(24, 0.003);
  testing::shift(values, 8, 0.014);
  const auto series = testing::series(values);
  std::vector<News> brought;
  for (std::size_t nights = 9; nights <= series.size() && brought.empty(); ++nights) {
    brought = *tonight(std::span(series).first(nights), {}, {});
    std::erase_if(brought, [](const News& news) { return news.kind == News::Kind::Suspected; });
  }
  auto told = follow(series, {});
  std::erase_if(*told, [](const News& news) { return news.kind == News::Kind::Suspected; });
  ASSERT_EQ(brought.size(), 1U);
  ASSERT_EQ(told->size(), 1U);
  EXPECT_GT(brought[0].change.p, 0.05);
  EXPECT_LE(told->front().change.p, 0.05);
  EXPECT_GT(told->front().night, brought[0].night);
}

}  // namespace
}  // namespace assay::stats

#include "harness/report/night_judge.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "harness/report/night_judge_testing.h"
#include "harness/report/night_told.h"
#include "harness/stats/night_follow.h"
#include "harness/stats/yuen.h"

namespace assay {
namespace {

using stats::News;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using testing::noise;
using ::testing::SizeIs;
using testing::Study;

/// A step of 1.6 % in the series c0 among so many: the nights on which c0 was told, with the p of the change.
std::vector<std::pair<int, double>> told_of_a_small_step(int series) {
  Study study;
  std::vector<std::pair<int, double>> told;
  for (int night = 0; night < 44; ++night) {
    std::map<std::string, double> values;
    for (int cell = 0; cell < series; ++cell)
      values[fmt::format("c{}", cell)] = noise(night, cell) + (cell == 0 && night >= 20 ? 0.016 : 0);
    const auto judged = study.judge(night, values);
    for (const NightEvent& event : judged.events)
      if (event.note["cell"] == "c0" && event.state == "confirmed")
        told.emplace_back(night, change_in(event.note["change"]).p);
  }
  return told;
}

TEST(Discoveries, OverManySeriesAChangeMustBeSurer) {
  const auto alone = told_of_a_small_step(1), among_many = told_of_a_small_step(40);
  ASSERT_THAT(alone, SizeIs(1));
  ASSERT_THAT(among_many, SizeIs(1));
  EXPECT_GT(among_many[0].first, alone[0].first);
  EXPECT_LE(alone[0].second, 0.05);
  EXPECT_GT(alone[0].second, 0.05 / 40);  // on that night it was no discovery among 40
}

std::vector<std::string> told_in(const Study& study) {
  std::vector<std::string> all;
  for (const NightEvent& event : study.history.events)
    all.push_back(fmt::format("{} {} {}", event.run, event.note["cell"].get<std::string>(), event.state));
  return all;
}

std::size_t ids_in(const Study& study) {
  return known_changes(study.history.events).size();
}

TEST(OneNight, MayBeFarOffByItselfThoughItsFreshBoutsAgree) {
  Study study;
  for (int night = 0; night < 40; ++night) study.judge(night, {{"build", noise(night, 0)}});
  study.find_again("build", 0.05);
  study.judge(40, {{"build", 0.05}});
  study.second.clear();
  EXPECT_THAT(told_in(study), ElementsAre("r040 build new"));
  EXPECT_THAT(study.history.events.back().note["why"].get<std::string>(),
              MatchesRegex("found again by fresh bouts: p .* \\(1 suspected\\); one night may be so far off by itself: "
                           "the next one tells"));
  for (int night = 41; night < 49; ++night) study.judge(night, {{"build", noise(night, 0)}});
  EXPECT_THAT(told_in(study), ElementsAre("r040 build new", "r048 build dismissed"));
}

TEST(OneNight, WithASecondOneIsConfirmedWithAnIntervalOfNights) {
  Study study;
  for (int night = 0; night < 40; ++night) study.judge(night, {{"build", noise(night, 0)}});
  study.find_again("build", 0.03);
  for (int night = 40; night < 42; ++night) study.judge(night, {{"build", 0.03}});
  EXPECT_THAT(told_in(study), ElementsAre("r040 build new", "r041 build confirmed"));
  EXPECT_EQ(ids_in(study), 1U);
  const NightEvent& told = study.history.events.back();
  EXPECT_THAT(told.note["why"].get<std::string>(),
              MatchesRegex(".*; that 2 nights in a row are so far off by themselves has p < 0\\.[0-9]+"));
  const stats::Change change = change_in(told.note["change"]);
  EXPECT_EQ(change.after, 39);
  EXPECT_EQ(change.from, 40);
  EXPECT_LT(change.p, 0.05);
  EXPECT_NEAR(change.size, 0.03, 0.001);
  EXPECT_GT(change.high - change.low, 0.005);  // nights have a sigma of 0.003; that of the bouts' mean is 0.00003
}

TEST(OneNight, BeforeItThatItsOwnFreshBoutsRefutedIsNoSecondOne) {
  Study study;
  for (int night = 0; night < 40; ++night) study.judge(night, {{"build", noise(night, 0)}});
  study.find_again("build", 0.001);
  study.judge(40, {{"build", 0.03}});
  study.find_again("build", 0.03);
  study.judge(41, {{"build", 0.03}});
  EXPECT_THAT(told_in(study), ElementsAre("r040 build new", "r040 build dismissed", "r041 build new"));
}

TEST(TwoNights, AWeekAfterAWildOneAreConfirmed) {
  Study study;
  for (int night = 0; night < 48; ++night) {
    if (night == 40) study.find_again("build", 0.03);
    study.judge(night, {{"build", night == 40 ? 0.03 : noise(night, 0)}});
  }
  for (int night = 48; night < 50; ++night) study.judge(night, {{"build", 0.03}});
  EXPECT_THAT(told_in(study), ElementsAre("r040 build new", "r049 build confirmed"));
  EXPECT_EQ(change_in(study.history.events.back().note["change"]).from, 48);
}

TEST(TwoNights, AmongManySeriesMustBeFartherOff) {
  for (const int cells : {1, 40}) {
    Study study;
    std::map<std::string, double> values;
    for (int night = 0; night < 24; ++night) {
      for (int cell = 0; cell < cells; ++cell) values[fmt::format("c{}", cell)] = noise(night, cell);
      study.judge(night, values);
    }
    values["c0"] = 0.0135;
    study.find_again("c0", 0.0135);
    study.judge(24, values);
    study.judge(25, values);
    if (cells == 1)
      EXPECT_THAT(told_in(study), ElementsAre("r024 c0 new", "r025 c0 confirmed"));
    else
      EXPECT_THAT(told_in(study), ElementsAre("r024 c0 new"));
  }
}

/// Nights with a step up, one down, another up, and wild ones, and fresh bouts about each of them.
struct Drawn {
  explicit Drawn(int seed) {
    for (int night = 0; night < 90; ++night) {
      const double up = night >= 30 + seed % 7 ? 0.01 * (1 + seed % 4) : 0, down = night >= 55 ? -up : 0;
      const double again = night >= 75 ? 0.02 : 0, wild = (night * 7 + seed * 3) % 37 == 0 ? 0.03 : 0;
      values.push_back(noise(night, seed) + up + down + again + wild);
    }
  }

  stats::Finding compare_again(int night, const Suspicion& suspicion) const {
    std::vector<stats::PairValue> pairs(9);
    for (std::size_t i = 0; i < pairs.size(); ++i)
      pairs[i].all = values[static_cast<std::size_t>(night)] + 1.5 * noise(night, 1000 + static_cast<int>(i));
    return stats::confirm_night(pairs, {}, suspicion);
  }

  std::vector<double> values;
};

std::vector<std::string> told_by_the_store(const Drawn& drawn) {
  Study study;
  for (int night = 0; night < static_cast<int>(drawn.values.size()); ++night) {
    const std::map<std::string, double> values = {{"build", drawn.values[static_cast<std::size_t>(night)]}};
    study.second.clear();
    for (const auto& [cell, suspicion] : Study(study).judge(night, values).suspicions)
      study.second[cell] = drawn.compare_again(night, suspicion);
    study.judge(night, values);
  }
  std::vector<std::string> all;
  for (const NightEvent& event : study.history.events) {
    const bool is_told = event.state != "new" && event.state != "dismissed";
    const stats::Change change = change_in(event.note.value("change", Json()));
    if (is_told)
      all.push_back(fmt::format("{} {} on {}: {:.6f}, p {:.3g}", event.note["news"]["kind"].get<std::string>(),
                                change.from, night_of(event.at), change.size, change.p));
  }
  return all;
}

std::vector<std::string> told_by_replay(const Drawn& drawn) {
  std::vector<stats::Night> nights;
  for (const double value : drawn.values)
    nights.push_back({.night = static_cast<int>(nights.size()), .value = value, .se = 0.001});
  const auto told = stats::follow(
      nights, {}, [&](int night, const Suspicion& suspicion) { return drawn.compare_again(night, suspicion); });
  std::vector<std::string> all;
  for (const News& news : *told)
    if (news.kind != News::Kind::Suspected)
      all.push_back(fmt::format("{} {} on {}: {:.6f}, p {:.3g}", name(news.kind), news.change.from, news.night,
                                news.change.size, news.change.p));
  return all;
}

TEST(Replay, OfRecordedNightsTellsWhatTheStoreTells) {
  std::size_t told = 0;
  for (int seed = 0; seed < 24; ++seed) {
    const auto by_store = told_by_the_store(Drawn(seed));
    EXPECT_EQ(by_store, told_by_replay(Drawn(seed))) << seed;
    told += by_store.size();
  }
  EXPECT_GE(told, 48U);
}

TEST(Floor, ThatIsStatedHoldsInsteadOfTheUsualOne) {
  for (const bool is_stated : {false, true}) {
    Study study;
    if (is_stated) study.floor_percent = 5;
    for (int night = 0; night < 14; ++night) study.judge(night, {{"build", noise(night, 0)}});
    EXPECT_EQ(study.judge(14, {{"build", 0.03}}).suspicions.at("build").floor_percent, is_stated ? 5 : 0.7);
    for (int night = 15; night < 20; ++night) study.judge(night, {{"build", 0.03 + noise(night, 0)}});
    if (is_stated)
      EXPECT_THAT(told_in(study), ElementsAre("r014 build new"));
    else
      EXPECT_THAT(told_in(study), ElementsAre("r014 build new", "r016 build confirmed"));
  }
}

TEST(OneStep, IsOneChangeWhereTheSecondStageHadNoTime) {
  Study study;
  for (int night = 0; night < 14; ++night) study.judge(night, {{"build", noise(night, 0)}});
  study.judge(14, {{"build", 0.02}});
  study.judge(15, {{"build", 0.021 + noise(15, 0)}});
  for (int night = 16; night < 30; ++night) study.judge(night, {{"build", 0.02 + noise(night, 0)}});
  EXPECT_THAT(told_in(study), ElementsAre("r014 build new", "r016 build confirmed"));
  EXPECT_EQ(ids_in(study), 1U);
}

TEST(OneStep, ASuspicionOfItsEndIsSettledWhereItIsRecovered) {
  Study study;
  for (int night = 0; night < 14; ++night) study.judge(night, {{"build", noise(night, 0)}});
  for (int night = 14; night < 30; ++night) study.judge(night, {{"build", 0.03 + noise(night, 0)}});
  for (int night = 30; night < 44; ++night) study.judge(night, {{"build", noise(night, 0)}});
  EXPECT_THAT(told_in(study), ElementsAre("r014 build new", "r016 build confirmed", "r030 build new",
                                          "r032 build recovered", "r032 build dismissed"));
  EXPECT_EQ(study.history.events.back().note["why"], "it is told as " + study.history.events.front().change);
}

/// Steps of 0.8 % every fourth night, six of them: two are told before they are a drift.
TEST(Drift, EndsTheLaterStepThatIsInIt) {
  Study study;
  for (int night = 0; night < 60; ++night) {
    const double value = 0.5 * noise(night, 0) + 0.008 * std::clamp((night - 26) / 4, 0, 6);
    study.find_again("c", value);
    study.judge(night, {{"c", value}});
  }
  std::vector<std::string> told;
  for (const NightEvent& event : study.history.events)
    if (event.state != "new" && event.state != "dismissed") told.push_back(event.run + " " + event.state);
  EXPECT_THAT(told, ElementsAre("r032 confirmed", "r036 confirmed", "r042 drifting", "r042 withdrawn"));
  auto known = known_changes(study.history.events);
  std::erase_if(known, [](const KnownChange& each) { return each.confirmed == 0; });
  ASSERT_THAT(known, SizeIs(2));
  EXPECT_TRUE(known[0].is_open());
  EXPECT_EQ(known[0].state, "drifting");
  EXPECT_FALSE(known[1].is_open());
  EXPECT_EQ(known[1].why, "it is part of the drift " + known[0].id);
}

TEST(Hosts, AChangeThatBothHaveHasRecoveredOnTheOneWhereItHas) {
  Study study;
  for (int night = 0; night < 44; ++night)
    for (const char* host : {"h", "arm"}) {
      study.host = host;
      const bool is_slower = night >= 14 && (night < 30 || study.host == "arm");
      study.judge(night, {{"build", noise(night, 0) + (is_slower ? 0.03 : 0)}});
    }
  std::vector<std::string> open;
  for (const KnownChange& each : known_changes(study.history.events))
    if (each.is_open()) open.push_back(each.place.host + " " + each.state);
  EXPECT_THAT(open, ElementsAre("arm confirmed"));
}

TEST(Rounds, NightsOverOthersAreASeriesOfTheirOwn) {
  Study study;
  study.rounds = "undisturbed";
  for (int night = 0; night < 14; ++night) study.judge(night, {{"build", noise(night, 0)}});
  study.rounds = "all";  // the neighbour never rests, and slows the build more than the anchor
  const auto judged = study.judge(14, {{"build", 0.059}});
  EXPECT_THAT(judged.suspicions, IsEmpty());
  EXPECT_THAT(study.history.events, IsEmpty());
  study.rounds = "undisturbed";
  EXPECT_THAT(study.judge(15, {{"build", 0.059}}).suspicions, SizeIs(1));
}

TEST(Rounds, OnlyNightsOverItsOwnEndASuspicion) {
  Study study;
  for (int night = 0; night < 14; ++night) study.judge(night, {{"build", noise(night, 0)}});
  study.judge(14, {{"build", 0.069}});
  study.rounds = "undisturbed";
  for (int night = 15; night < 40; ++night) study.judge(night, {{"build", 0.07 + noise(night, 0)}});
  EXPECT_THAT(told_in(study), ElementsAre("r014 build new"));
  study.rounds = "all";
  study.judge(40, {{"build", noise(40, 0)}});
  EXPECT_THAT(told_in(study), ElementsAre("r014 build new"));
  study.judge(41, {{"build", noise(41, 0)}});
  EXPECT_THAT(told_in(study), ElementsAre("r014 build new", "r041 build dismissed"));
}

TEST(Rounds, NightsOverItsOwnBearASuspicionOutWheneverTheyCome) {
  Study study;
  for (int night = 0; night < 14; ++night) study.judge(night, {{"build", noise(night, 0)}});
  study.judge(14, {{"build", 0.069}});
  study.rounds = "undisturbed";
  for (int night = 15; night < 24; ++night) study.judge(night, {{"build", 0.07 + noise(night, 0)}});
  study.rounds = "all";
  for (int night = 24; night < 26; ++night) study.judge(night, {{"build", 0.07 + noise(night, 0)}});
  EXPECT_THAT(told_in(study), ElementsAre("r014 build new", "r025 build confirmed"));
  EXPECT_EQ(ids_in(study), 1U);
}

TEST(Rounds, ASuspicionSaysWhichNightsItWaitsFor) {
  Study study;
  for (int night = 0; night < 14; ++night) study.judge(night, {{"build", noise(night, 0)}});
  study.judge(14, {{"build", 0.069}});
  const auto missed = [&](int night) {
    SeriesOfNights series(study.history, night);
    return missed_nights(known_changes(study.history.events).front(), night, series);
  };
  EXPECT_EQ(missed(14), "");
  study.rounds = "undisturbed";
  study.judge(15, {{"build", 0.07}});
  EXPECT_EQ(missed(15), "no night on all rounds since");
  study.rounds = "all";
  study.judge(16, {{"build", 0.07}});
  EXPECT_EQ(missed(16), "one night on all rounds since");
}

TEST(Rounds, AChangeIsToldOnceWhicheverRoundsDecide) {
  Study study;
  const auto value = [](int night) { return noise(night, 0) + (night >= 24 && night < 50 ? 0.03 : 0); };
  for (int night = 0; night < 80; ++night) {
    study.rounds = night % 2 == 0 ? "undisturbed" : "all";
    study.judge(night, {{"build", value(night)}});
  }
  EXPECT_EQ(ids_in(study), 2U);  // the step, and the suspicion of its end
  std::vector<std::string> states;
  for (const NightEvent& event : study.history.events) states.push_back(event.state);
  EXPECT_THAT(states, ElementsAre("new", "confirmed", "new", "recovered", "dismissed"));
}

}  // namespace
}  // namespace assay

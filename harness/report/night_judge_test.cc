#include "harness/report/night_judge.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>

#include "harness/stats/yuen.h"

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Values of some cells, night by night, without a bout.
class Study {
 public:
  Study() { history.title = "t"; }

  /// `values`: ln(cell / anchor) by cell.
  NightJudgement judge(int night, const std::map<std::string, double>& values) {
    RunRow run;
    run.id = fmt::format("r{:03}", night);
    run.title = "t";
    run.started = 86400.0 * night + 60;
    run.study = {{"nightly", {{"floor_percent", nullptr}}}};
    history.runs.push_back(run);
    std::vector<NightValue> said;
    for (const auto& [cell, value] : values) said.push_back(value_of(run.id, cell, value));
    const NightJudgement judged = judge_night(history, run, said, {});
    history.said[run.id] = judged.values;
    history.events.insert(history.events.end(), judged.events.begin(), judged.events.end());
    return judged;
  }

  NightHistory history;
  std::string anchor = "old";
  double se = 0.001;

 private:
  NightValue value_of(const std::string& run, const std::string& cell, double value) const {
    NightValue made{run, cell, value, se, 10, Json::object()};
    made.note = {{"group", "g"},     {"host", "h"},  {"conditions", "c"},
                 {"anchor", anchor}, {"side", cell}, {"mode", "turns"}};
    return made;
  }
};

/// Noise with a standard deviation of about 0.003 that is the same in every test.
double noise(int night, int cell) {
  const double turn = 12.9898 * (night + 1) + 78.233 * (cell + 1);
  const double fraction = std::sin(turn) * 43758.5453;
  return 0.0104 * (fraction - std::floor(fraction) - 0.5);
}

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

TEST(Anchors, AnOverlapKeepsTheSeriesOne) {
  Study study;
  for (int night = 0; night < 12; ++night) study.judge(night, {{"build", noise(night, 0)}});
  study.anchor = "new";  // 5 % faster than the old one, measured beside it for one night
  study.judge(12, {{"build", 0.05 + noise(12, 0)}, {"old", 0.05}});
  for (int night = 13; night < 24; ++night) study.judge(night, {{"build", 0.05 + noise(night, 0)}});
  EXPECT_THAT(study.history.events, IsEmpty());
  SeriesOfNights series(study.history, 100);
  const NightSeries& build = *series.find("build");
  EXPECT_EQ(build.nights.front().identity, build.nights.back().identity);
  EXPECT_NEAR(build.nights.back().value, noise(23, 0), 1e-12);
  EXPECT_NEAR(build.nights.back().se, std::sqrt(2e-6), 1e-12);
  EXPECT_NEAR(build.nights.front().se, 0.001, 1e-12);
}

TEST(Anchors, AChangeOfTheBuildAfterTheRenewalIsFound) {
  Study study;
  for (int night = 0; night < 12; ++night) study.judge(night, {{"build", noise(night, 0)}});
  study.anchor = "new";
  study.judge(12, {{"build", 0.05 + noise(12, 0)}, {"old", 0.05}});
  const auto judged = study.judge(13, {{"build", 0.05 + 0.03}});
  ASSERT_TRUE(judged.suspicions.contains("build"));
  EXPECT_NEAR(judged.suspicions.at("build").size, 0.03, 0.005);
}

TEST(Anchors, TheSuspicionsLevelIsOnTheScaleOfTonightsAnchor) {
  Study study;
  for (int night = 0; night < 12; ++night) study.judge(night, {{"build", noise(night, 0)}});
  study.anchor = "new";
  study.judge(12, {{"build", 0.05 + noise(12, 0)}, {"old", 0.05}});
  const auto judged = study.judge(13, {{"build", 0.05 + 0.03}});
  EXPECT_NEAR(judged.suspicions.at("build").level, 0.05, 0.005);
}

TEST(Anchors, WithoutAnOverlapTheSeriesBeginsAnew) {
  Study study;
  for (int night = 0; night < 12; ++night) study.judge(night, {{"build", noise(night, 0)}});
  study.anchor = "new";
  for (int night = 12; night < 24; ++night) study.judge(night, {{"build", 0.05 + noise(night, 0)}});
  EXPECT_THAT(study.history.events, IsEmpty());
  SeriesOfNights series(study.history, 100);
  EXPECT_NE(series.find("build")->nights.front().identity, series.find("build")->nights.back().identity);
}

TEST(Anchors, ABuildThatBecomesTheAnchorWasMeasuredBesideTheOldOne) {
  AnchorChain chain;
  chain.add_overlap("old", "new", -0.02, 0.001);
  chain.add_overlap("old", "new", -0.04, 0.001);
  EXPECT_EQ(chain.scale_of("old").root, "old");
  const auto scale = chain.scale_of("new");
  EXPECT_EQ(scale.root, "old");
  EXPECT_NEAR(scale.shift, -0.04, 1e-12);  // of the last night before it became the anchor
}

}  // namespace
}  // namespace assay

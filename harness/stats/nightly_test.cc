#include "harness/stats/nightly.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "harness/stats/night_follow.h"
#include "harness/stats/testing_nights.h"

namespace assay::stats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr NightlyRule kRule;

/// `changed 42 on 44`: the change's first night, and the night on which it is told.
std::string brief(const News& news) {
  std::string text = std::string(name(news.kind)) + " " + std::to_string(news.change.from);
  text += " on " + std::to_string(news.night);
  if (news.kind == News::Kind::Recovered || news.kind == News::Kind::Withdrawn || news.continues)
    text += " of " + std::to_string(news.of);
  return text;
}

std::vector<std::string> brief(const std::vector<News>& news) {
  std::vector<std::string> texts;
  for (const News& one : news) texts.push_back(brief(one));
  return texts;
}

std::vector<std::string> followed(const std::vector<Night>& series) {
  const auto told = follow(series, kRule);
  EXPECT_TRUE(told);
  return brief(*told);
}

std::vector<Night> changed_at_40(std::size_t nights = 60) {
  auto values = testing::noise(nights, 0.002);
  testing::shift(values, 40, 0.03);
  return testing::series(values);
}

TEST(Follow, ANightIsSuspectedAndTheThirdIsAChange) {
  EXPECT_THAT(followed(changed_at_40()), ElementsAre("suspected 40 on 40", "suspected 41 on 41", "changed 40 on 42"));
}

TEST(Follow, WhatIsToldHasItsSize) {
  const auto told = follow(changed_at_40(), kRule);
  ASSERT_EQ(told->size(), 3u);
  const Change& suspected = (*told)[0].change;
  EXPECT_EQ(suspected.after, 39);
  EXPECT_NEAR(suspected.size, 0.03, 0.008);
  EXPECT_LT(suspected.low, suspected.size);
  EXPECT_GT(suspected.high, suspected.size);
  EXPECT_NEAR((*told)[2].change.size, 0.03, 0.004);
  EXPECT_EQ((*told)[2].identity, "zen3, gcc 12");
}

TEST(Follow, IsTheSumOfTonights) {
  const auto series = changed_at_40();
  std::vector<News> told;
  for (std::size_t night = 0; night < series.size(); ++night) {
    const auto news = tonight(std::span(series).first(night + 1), told, kRule);
    ASSERT_TRUE(news);
    told.insert(told.end(), news->begin(), news->end());
  }
  EXPECT_EQ(brief(told), brief(*follow(series, kRule)));
}

TEST(Follow, TheOrderOfTheRowsDoesNotMatter) {
  auto series = changed_at_40();
  const auto told = followed(series);
  std::reverse(series.begin(), series.end());
  EXPECT_EQ(followed(series), told);
}

TEST(Follow, AWildNightIsSuspectedOnly) {
  auto values = testing::noise(60, 0.002);
  values[30] += 0.04;
  EXPECT_THAT(followed(testing::series(values)), ElementsAre("suspected 30 on 30"));
}

TEST(Follow, ANightIsSuspectedBeyondThreeSigmaAndOnePercent) {
  auto quiet = testing::noise(60, 0.0005);
  quiet[50] = 0.0095;  // 19 sigma
  EXPECT_THAT(followed(testing::series(quiet)), IsEmpty());
  quiet[50] = 0.0105;
  EXPECT_THAT(followed(testing::series(quiet)), ElementsAre("suspected 50 on 50"));
  auto noisy = testing::noise(60, 0.01);
  for (double& value : noisy) value = std::clamp(value, -0.02, 0.02);
  noisy[50] = 0.022;  // 2.2 sigma
  EXPECT_THAT(followed(testing::series(noisy)), IsEmpty());
  noisy[50] = 0.045;
  EXPECT_THAT(followed(testing::series(noisy)), ElementsAre("suspected 50 on 50"));
}

/// How often a step is told in twenty series, after the first.
int second_words(const std::function<void(std::vector<double>&)>& change) {
  int words = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto values = testing::noise(130, 0.003, seed);
    change(values);
    const auto told = follow(testing::series(values), kRule);
    const auto steps = std::ranges::count(*told, News::Kind::Changed, &News::kind);
    words += std::max(0, static_cast<int>(steps) - 1);
  }
  return words;
}

TEST(Follow, ARampIsSeldomToldAsTwoSteps) {
  EXPECT_LE(second_words([](auto& values) { testing::drift(values, 50, 90, 0.03); }), 1);
}

TEST(Follow, TwoStepsAreToldAsTwo) {
  EXPECT_EQ(second_words([](auto& values) {
              testing::shift(values, 50, 0.015);
              testing::shift(values, 70, 0.015);
            }),
            20);
}

TEST(Follow, AChangeThatIsUndoneHasRecovered) {
  auto values = testing::noise(100, 0.002);
  testing::shift(values, 40, 0.03);
  testing::shift(values, 70, -0.03);
  EXPECT_THAT(followed(testing::series(values)),
              ElementsAre("suspected 40 on 40", "suspected 41 on 41", "changed 40 on 42", "suspected 70 on 70",
                          "suspected 71 on 71", "recovered 70 on 72 of 40"));
}

TEST(Follow, HalfTheWayBackIsAnotherChange) {
  auto values = testing::noise(100, 0.002);
  testing::shift(values, 40, 0.04);
  testing::shift(values, 70, -0.02);
  EXPECT_THAT(followed(testing::series(values)), ::testing::Contains("changed 70 on 72"));
}

TEST(Follow, AnImprovementThatIsLostIsAChange) {
  auto values = testing::noise(100, 0.002);
  testing::shift(values, 40, -0.03);
  testing::shift(values, 70, 0.03);
  EXPECT_THAT(followed(testing::series(values)), ::testing::Contains("changed 70 on 72"));
}

TEST(Follow, WhatIsSlowAgainAfterARecoveryIsAChange) {
  auto values = testing::noise(100, 0.002);
  testing::shift(values, 30, 0.03);
  testing::shift(values, 55, -0.03);
  testing::shift(values, 80, 0.03);
  const auto told = followed(testing::series(values));
  EXPECT_THAT(told, ::testing::Contains("recovered 55 on 57 of 30"));
  EXPECT_THAT(told, ::testing::Contains("changed 80 on 82"));
}

TEST(Follow, ARecoveryUndoesAllThatCameBetween) {
  auto values = testing::noise(130, 0.002);
  testing::shift(values, 40, 0.03);
  testing::shift(values, 60, 0.02);
  testing::shift(values, 80, -0.05);
  testing::shift(values, 100, 0.05);
  testing::shift(values, 115, -0.05);
  const auto told = followed(testing::series(values));
  EXPECT_THAT(told, ::testing::Contains("recovered 80 on 82 of 40"));
  EXPECT_THAT(told, ::testing::Contains("recovered 115 on 117 of 100"));
}

TEST(Follow, AnotherMachineOrToolchainIsNoChange) {
  auto series = changed_at_40();
  for (std::size_t i = 40; i < series.size(); ++i) series[i].identity = "zen3, gcc 14";
  EXPECT_THAT(followed(series), IsEmpty());
}

TEST(Follow, TwoHostsThatTakeTurnsAreTwoSeries) {
  const auto values = testing::noise(80, 0.002);
  auto series = testing::series(values);
  for (std::size_t i = 0; i < series.size(); ++i) {
    series[i].identity = i % 2 == 0 ? "a" : "b";
    series[i].value += i % 2 == 0 ? 0.1 : i >= 61 ? 0.03 : 0;
  }
  EXPECT_THAT(followed(series), ElementsAre("suspected 61 on 61", "suspected 63 on 63", "changed 61 on 65"));
}

TEST(Follow, GapsAndRepeatedNights) {
  auto series = changed_at_40(50);
  for (std::size_t i = 40; i < series.size(); ++i) series[i].night += 100;
  series.push_back({.night = 20, .value = 0.5, .se = 0, .identity = series[0].identity});  // with night 20: a wild mean
  EXPECT_THAT(followed(series),
              ElementsAre("suspected 20 on 20", "suspected 140 on 140", "suspected 141 on 141", "changed 140 on 142"));
}

TEST(Follow, ADriftIsToldOnceAndSaysWhatItContinues) {
  auto values = testing::noise(150, 0.002);
  testing::drift(values, 50, 110, 0.05);
  std::vector<std::string> kinds;
  const auto told = follow(testing::series(values), kRule);
  for (const News& news : *told)
    if (news.kind != News::Kind::Suspected) kinds.emplace_back(name(news.kind));
  EXPECT_THAT(kinds, ElementsAre("changed", "drifting"));
  const auto drifting =
      std::find_if(told->begin(), told->end(), [](const News& n) { return n.kind == News::Kind::Drifting; });
  EXPECT_TRUE(drifting->continues);
  EXPECT_NEAR(drifting->of, drifting->change.from, 20);
  EXPECT_EQ(drifting->change.course, Change::Course::Drift);
}

/// A change at night 40 that an engineer's comparison found on that night.
News told_on_40(const std::string& identity, double size) {
  News news{.kind = News::Kind::Changed, .night = 40, .identity = identity};
  news.change.after = 39;
  news.change.from = news.change.to = 40;
  news.change.size = size;
  return news;
}

TEST(Tonight, WhatTheSeriesNeverShowsIsWithdrawnAfterAWeek) {
  const auto series = testing::series(testing::noise(60, 0.002));
  const std::vector<News> told = {told_on_40(series[0].identity, 0.02)};
  EXPECT_THAT(brief(*tonight(std::span(series).first(48), told, kRule)), IsEmpty());  // night 47
  EXPECT_THAT(brief(*tonight(std::span(series).first(49), told, kRule)), ElementsAre("withdrawn 40 on 48 of 40"));
}

TEST(Tonight, WhatTheSeriesShowedInTheLastWeekStaysTold) {
  // 0.9 % for five nights, then 0.4 %: from the tenth night on the median is below the floor.
  std::vector<double> values = testing::noise(70, 0.0005);
  testing::shift(values, 40, 0.009);
  testing::shift(values, 45, -0.005);
  const auto series = testing::series(values);
  const std::vector<News> told = {told_on_40(series[0].identity, 0.009)};
  ASSERT_EQ(change_points(testing::strand({values.begin(), values.begin() + 49}), 0.7).changes.size(), 1u);
  ASSERT_EQ(change_points(testing::strand({values.begin(), values.begin() + 50}), 0.7).changes.size(), 0u);
  EXPECT_THAT(brief(*tonight(std::span(series).first(50), told, kRule)), IsEmpty());
  EXPECT_THAT(brief(*tonight(std::span(series).first(55), told, kRule)), IsEmpty());
  EXPECT_THAT(brief(*tonight(std::span(series).first(56), told, kRule)), ElementsAre("withdrawn 40 on 55 of 40"));
}

TEST(Tonight, WhatWasWithdrawnCanBeToldAgain) {
  const auto series = changed_at_40();
  News withdrawn = told_on_40(series[0].identity, 0.03);
  std::vector<News> told = {withdrawn};
  withdrawn.kind = News::Kind::Withdrawn;
  withdrawn.of = 40;
  told.push_back(withdrawn);
  EXPECT_THAT(brief(*tonight(std::span(series).first(43), told, kRule)), ElementsAre("changed 40 on 42"));
}

TEST(Tonight, WhatASecondComparisonFoundIsNotToldAgain) {
  const auto series = changed_at_40();
  const std::vector<News> told = {told_on_40(series[0].identity, 0.03)};
  for (std::size_t night = 40; night < series.size(); ++night) {
    const auto news = tonight(std::span(series).first(night + 1), told, kRule);
    ASSERT_TRUE(news);
    EXPECT_THAT(brief(*news), IsEmpty()) << night;
  }
}

TEST(Tonight, AStepTwiceAsLargeAtTheSamePlaceIsAnother) {
  const auto series = changed_at_40();
  const std::vector<News> told = {told_on_40(series[0].identity, 0.01)};
  const auto news = tonight(std::span(series).first(43), told, kRule);
  EXPECT_THAT(brief(*news), ElementsAre("changed 40 on 42"));
}

TEST(Tonight, WhatWasToldOfAnotherStrandDoesNotCount) {
  const auto series = changed_at_40();
  const std::vector<News> told = {told_on_40("another", 0.03)};
  const auto news = tonight(std::span(series).first(43), told, kRule);
  EXPECT_THAT(brief(*news), ElementsAre("changed 40 on 42"));
}

TEST(Tonight, OfAnEmptySeriesIsNothing) {
  const auto news = tonight({}, {}, kRule);
  ASSERT_TRUE(news);
  EXPECT_TRUE(news->empty());
}

TEST(Tonight, RejectsWhatIsNoMeasurement) {
  auto series = changed_at_40();
  series[7].value = std::numeric_limits<double>::quiet_NaN();
  const auto news = tonight(series, {}, kRule);
  ASSERT_FALSE(news);
  EXPECT_EQ(to_string(news.error()),
            "night 7: the log ratio to the anchor is nan; leave a night out that could not be measured");
  EXPECT_FALSE(follow(series, kRule));
}

TEST(News, KindsHaveNames) {
  EXPECT_EQ(name(News::Kind::Suspected), "suspected");
  EXPECT_EQ(name(News::Kind::Changed), "changed");
  EXPECT_EQ(name(News::Kind::Recovered), "recovered");
  EXPECT_EQ(name(News::Kind::Drifting), "drifting");
  EXPECT_EQ(name(News::Kind::Withdrawn), "withdrawn");
}

}  // namespace
}  // namespace assay::stats

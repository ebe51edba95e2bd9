#include "harness/stats/night_news.h"

#include <gmock/gmock.h>

#include <string>

#include "harness/stats/testing_nights.h"

namespace assay::stats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kHere = "zen3, gcc 12";

Change step(int from, double size) {
  return {.after = from - 1, .from = from, .to = from, .size = size};
}

/// What so many nights bring, from the fortieth on 3 % slower, where nights over other rounds told this.
std::vector<std::string> brought(std::size_t nights, const Change& elsewhere, const std::string& identity = kHere) {
  auto values = testing::noise(nights, 0.002);
  testing::shift(values, 40, 0.03);
  const News told{.night = 40, .change = elsewhere, .identity = identity};
  std::vector<std::string> kinds;
  const auto news = news_tonight(testing::series(values), kHere, {.elsewhere = {told}}, {});
  for (const News& each : *news) kinds.emplace_back(name(each.kind));
  return kinds;
}

TEST(NewsTonight, AChangeThatOtherRoundsToldIsNotNew) {
  EXPECT_THAT(brought(43, step(41, 0.028)), IsEmpty());
  EXPECT_THAT(brought(43, step(41, 0.028), "elsewhere"), ElementsAre("changed"));
}

TEST(NewsTonight, AnotherSizePlaceOrSignIsAnotherChange) {
  EXPECT_THAT(brought(43, step(41, 0.01)), ElementsAre("changed"));
  EXPECT_THAT(brought(43, step(20, 0.03)), ElementsAre("changed"));
  EXPECT_THAT(brought(43, step(41, -0.03)), ElementsAre("changed"));
}

TEST(NewsTonight, NorIsItSuspected) {
  EXPECT_THAT(brought(41, step(38, 0.03)), IsEmpty());
  EXPECT_THAT(brought(41, step(20, 0.03)), ElementsAre("suspected"));
}

TEST(NewsTonight, OfAnotherIdentityIsNotItsOwn) {
  auto values = testing::noise(43, 0.002);
  testing::shift(values, 40, 0.03);
  EXPECT_THAT(*news_tonight(testing::series(values), "elsewhere", {}, {}), IsEmpty());
}

TEST(IsNear, TenNightsApartWithOneSign) {
  EXPECT_TRUE(is_near(step(40, 0.01), step(50, 0.03)));
  EXPECT_TRUE(is_near(step(50, 0.01), step(40, 0.03)));
  EXPECT_FALSE(is_near(step(40, 0.01), step(51, 0.01)));
  EXPECT_FALSE(is_near(step(40, 0.01), step(40, -0.01)));
}

TEST(IsTested, WhatIsToldAsAChange) {
  EXPECT_FALSE(is_tested({.kind = News::Kind::Suspected}));
  EXPECT_TRUE(is_tested({.kind = News::Kind::Changed}));
  EXPECT_TRUE(is_tested({.kind = News::Kind::Recovered}));
  EXPECT_TRUE(is_tested({.kind = News::Kind::Drifting}));
  EXPECT_FALSE(is_tested({.kind = News::Kind::Withdrawn}));
}

}  // namespace
}  // namespace assay::stats

#include <gmock/gmock.h>

#include "harness/report/night_judge_testing.h"

namespace assay {
namespace {

using ::testing::IsEmpty;
using testing::noise;
using testing::Study;

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
  EXPECT_NEAR(scale.variance, 1e-6, 1e-15);
}

TEST(Anchors, EachRenewalAddsWhatItsOverlapLeavesUnsure) {
  AnchorChain chain;
  chain.add_overlap("second", "first", 0.05, 0.003);
  chain.add_overlap("third", "second", 0.02, 0.004);
  chain.add_overlap("third", "second", 0.04, 0.004);
  chain.scale_of("first");
  const auto second = chain.scale_of("second"), third = chain.scale_of("third");
  EXPECT_EQ(third.root, "first");
  EXPECT_NEAR(second.shift, -0.05, 1e-12);
  EXPECT_NEAR(third.shift, -0.08, 1e-12);
  EXPECT_NEAR(second.variance, 9e-6, 1e-15);
  EXPECT_NEAR(third.variance, 9e-6 + 8e-6, 1e-15);  // two nights with both: half of 0.004^2
}

}  // namespace
}  // namespace assay

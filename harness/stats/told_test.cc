#include "harness/stats/told.h"

#include <gmock/gmock.h>

#include "harness/stats/testing_nights.h"

namespace assay::stats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Strand kStrand = testing::strand(std::vector<double>(120, 0));

Change step(int from, double size) {
  Change change;
  change.after = from - 1;
  change.from = change.to = from;
  change.size = size;
  return change;
}

Change drift(int from, int to, double size) {
  Change change = step(from, size);
  change.course = Change::Course::Drift;
  change.to = to;
  return change;
}

News told(News::Kind kind, const Change& change, int night) {
  return {.kind = kind, .night = night, .change = change};
}

News changed(int from, double size) {
  return told(News::Kind::Changed, step(from, size), from + 2);
}

std::vector<int> first_nights(const std::vector<Change>& changes) {
  std::vector<int> nights;
  for (const Change& change : changes) nights.push_back(change.from);
  return nights;
}

std::vector<int> unknown(const std::vector<News>& news, const std::vector<Change>& now) {
  return first_nights(Told(news, kStrand, now).unknown());
}

TEST(Told, AStepMayMoveByTenNights) {
  EXPECT_THAT(unknown({changed(60, 0.02)}, {step(70, 0.02)}), IsEmpty());
  EXPECT_THAT(unknown({changed(60, 0.02)}, {step(50, 0.02)}), IsEmpty());
  EXPECT_THAT(unknown({changed(60, 0.02)}, {step(71, 0.02)}), ElementsAre(71));
}

TEST(Told, NightsThatWereNotMeasuredDoNotCount) {
  Strand strand = kStrand;
  for (std::size_t i = 65; i < strand.nights.size(); ++i) strand.nights[i] += 30;
  EXPECT_THAT(Told(std::vector<News>{changed(60, 0.02)}, strand, std::vector<Change>{step(98, 0.02)}).unknown(),
              IsEmpty());
}

TEST(Told, TheNearestIsTheSameAndTheOtherIsNew) {
  EXPECT_THAT(unknown({changed(60, 0.02)}, {step(54, 0.02), step(61, 0.02)}), ElementsAre(54));
  EXPECT_THAT(unknown({changed(60, 0.02)}, {step(59, 0.02), step(66, 0.02)}), ElementsAre(66));
  EXPECT_THAT(unknown({changed(60, 0.02), changed(67, 0.02)}, {step(59, 0.02), step(66, 0.02)}), IsEmpty());
}

TEST(Told, TheOtherSignIsNew) {
  EXPECT_THAT(unknown({changed(60, 0.02)}, {step(60, -0.02)}), ElementsAre(60));
}

TEST(Told, MoreThanTwiceTheSizeIsNew) {
  EXPECT_THAT(unknown({changed(60, 0.02)}, {step(60, 0.039)}), IsEmpty());
  EXPECT_THAT(unknown({changed(60, 0.02)}, {step(60, 0.041)}), ElementsAre(60));
}

TEST(Told, ADriftIsToldOnce) {
  const std::vector<Change> now = {drift(50, 80, 0.03)};
  EXPECT_THAT(unknown({}, now), ElementsAre(50));
  EXPECT_THAT(unknown({told(News::Kind::Drifting, drift(55, 70, 0.02), 70)}, now), IsEmpty());
}

TEST(Told, ADriftOfStepsToldIsToldAndSaysWhatItContinues) {
  const std::vector<News> news = {changed(72, 0.01), changed(60, 0.01), changed(20, 0.01), changed(65, -0.01)};
  const std::vector<Change> now = {drift(50, 80, 0.03)};
  const Told held(news, kStrand, now);
  EXPECT_THAT(first_nights(held.unknown()), ElementsAre(50));
  EXPECT_THAT(held.steps_of(now[0]), ElementsAre(60, 72));
  EXPECT_THAT(held.steps_of(step(60, 0.01)), IsEmpty());
  EXPECT_THAT(first_nights(held.absent(0)), ElementsAre(20, 65));
}

TEST(Told, StepsOfADriftToldAreKnownAlsoWhenTheyAreStepsAgain) {
  const std::vector<News> news = {told(News::Kind::Drifting, drift(50, 80, 0.03), 80)};
  EXPECT_THAT(unknown(news, {step(48, 0.01), step(62, 0.01), step(85, 0.01)}), IsEmpty());
  EXPECT_THAT(unknown(news, {step(86, 0.01)}), ElementsAre(86));
  EXPECT_THAT(unknown(news, {step(62, -0.01)}), ElementsAre(62));
}

TEST(Told, StepsThatBecameADriftAreForgotten) {
  const std::vector<News> news = {changed(60, 0.01), told(News::Kind::Drifting, drift(50, 80, 0.03), 80)};
  EXPECT_THAT(first_nights(Told(news, kStrand, {}).absent(0)), ElementsAre(50));
}

Change part_of_ramp(int from, double size, Nights ramp) {
  Change change = step(from, size);
  change.may_be = ramp;
  return change;
}

TEST(Told, ASecondStepWaitsWhileOneRampMayBeBoth) {
  const std::vector<News> news = {changed(80, 0.01)};
  EXPECT_THAT(unknown(news, {step(105, 0.01)}), ElementsAre(105));
  EXPECT_THAT(unknown(news, {part_of_ramp(105, 0.01, {85, 110})}), IsEmpty());
  EXPECT_THAT(unknown(news, {part_of_ramp(105, 0.01, {86, 110})}), ElementsAre(105));
  EXPECT_THAT(unknown(news, {part_of_ramp(105, -0.01, {85, 110})}), ElementsAre(105));
  EXPECT_THAT(unknown({}, {part_of_ramp(105, 0.01, {85, 110})}), ElementsAre(105));
}

TEST(Told, ASecondStepWaitsForThreeWeeksAtMost) {
  const std::vector<News> news = {changed(80, 0.01)};  // tonight is 119
  EXPECT_THAT(unknown(news, {part_of_ramp(99, 0.01, {75, 110})}), IsEmpty());
  EXPECT_THAT(unknown(news, {part_of_ramp(98, 0.01, {75, 110})}), ElementsAre(98));
}

TEST(Told, OfTwoStepsThatOneRampMayBeTheFirstIsTold) {
  EXPECT_THAT(unknown({}, {part_of_ramp(100, 0.01, {98, 115}), part_of_ramp(112, 0.01, {98, 115})}), ElementsAre(100));
  EXPECT_THAT(unknown({}, {part_of_ramp(100, 0.01, {98, 115}), part_of_ramp(112, 0.01, {106, 115})}),
              ElementsAre(100, 112));
}

TEST(Told, WhatIsNoMoreIsAbsent) {
  const std::vector<News> news = {changed(60, 0.02), changed(115, 0.02)};  // on nights 62 and 117; tonight is 119
  EXPECT_THAT(first_nights(Told(news, kStrand, {}).absent(1)), ElementsAre(60, 115));
  EXPECT_THAT(first_nights(Told(news, kStrand, {}).absent(2)), ElementsAre(60));
}

TEST(Told, WhatWasToldInTheLastWeekIsWaitedFor) {
  EXPECT_TRUE(Told(std::vector<News>{changed(110, 0.02)}, kStrand, {}).waits(0.01));  // told on 112
  EXPECT_FALSE(Told(std::vector<News>{changed(110, 0.02)}, kStrand, {}).waits(-0.01));
  EXPECT_FALSE(Told(std::vector<News>{changed(109, 0.02)}, kStrand, {}).waits(0.01));
}

TEST(Told, SuspectedNightsAreNotRemembered) {
  EXPECT_THAT(unknown({told(News::Kind::Suspected, step(60, 0.02), 60)}, {step(60, 0.02)}), ElementsAre(60));
}

TEST(Told, ThoseBeforeAChangeAreAsTheyAreTonight) {
  const std::vector<News> news = {changed(30, 0.02), changed(60, 0.03)};
  const std::vector<Change> now = {step(31, 0.025), step(58, 0.02), step(90, -0.04)};
  const auto before = Told(news, kStrand, now).known_before(now[2]);
  ASSERT_EQ(before.size(), 2u);
  EXPECT_EQ(before[0].from, 60);
  EXPECT_EQ(before[0].size, 0.02);
  EXPECT_EQ(before[1].from, 30);
  EXPECT_EQ(before[1].size, 0.025);
}

}  // namespace
}  // namespace assay::stats

#include "harness/stats/change_points.h"

#include <gmock/gmock.h>

#include <cmath>

#include "harness/stats/potts.h"
#include "harness/stats/testing_nights.h"
#include "harness/stats/yuen.h"

namespace assay::stats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// n values that lie `apart` from each other in turn, about the level.
void wavering(std::vector<double>& values, std::size_t n, double level, double apart = 0.001) {
  for (std::size_t i = 0; i < n; ++i) values.push_back(level + (i % 2 == 0 ? -apart / 2 : apart / 2));
}

std::vector<double> two_levels(std::size_t n1, std::size_t n2, double size, double apart = 0.001) {
  std::vector<double> values;
  wavering(values, n1, 0, apart);
  wavering(values, n2, size, apart);
  return values;
}

std::vector<int> first_nights(const std::vector<double>& values, double floor_percent = kFloorInTurns) {
  std::vector<int> nights;
  for (const Change& change : change_points(testing::strand(values), floor_percent).changes)
    nights.push_back(change.from);
  return nights;
}

TEST(Need, IsTheFloorOrFourAndAHalfStandardErrors) {
  const Need need{.sigma = 0.003, .floor = 0.007};
  EXPECT_NEAR(need.se(50, 3), 0.0022349540555, 1e-12);  // 1.2533 · 0.003 · sqrt(1/50 + 1/3)
  EXPECT_NEAR(need.share(-0.0045, 0.002), 0.5, 1e-12);
  EXPECT_NEAR(need.share(0.014, 0.0001), 2, 1e-12);
}

TEST(MedianOf, AnEvenNumberIsTheMiddleBetweenTwo) {
  EXPECT_EQ(median_of(std::vector<double>{5, 1, 2}), 2);
  EXPECT_EQ(median_of(std::vector<double>{5, 1, 2, 4}), 3);
}

TEST(ChangePoints, OfAStepEqualAnIndependentCalculation) {
  // scipy: sigma = 1.4826 · 0.001 / sqrt 2; se = 1.2533 sigma sqrt(1/10 + 1/10); t(0.3 · 19 degrees of freedom);
  // p = 2 t.sf(0.05 / se) · 20
  const auto found = change_points(testing::strand(two_levels(10, 10, 0.05)), 0.7);
  EXPECT_NEAR(found.sigma, 0.0010483565137871752, 1e-15);
  ASSERT_EQ(found.changes.size(), 1u);
  const Change& change = found.changes[0];
  EXPECT_EQ(change.course, Change::Course::Step);
  EXPECT_NEAR(change.before, 0, 1e-15);
  EXPECT_NEAR(change.size, 0.05, 1e-15);
  EXPECT_NEAR(change.low, 0.048543659486321104, 1e-12);
  EXPECT_NEAR(change.high, 0.0514563405136789, 1e-12);
  EXPECT_NEAR(change.p, 9.10115131590032e-09, 1e-12);
}

TEST(ChangePoints, SegmentsLieBetweenThem) {
  const auto found = change_points(testing::strand(two_levels(10, 12, 0.05)), 0.7);
  ASSERT_EQ(found.segments.size(), 2u);
  EXPECT_EQ(found.segments[0].first, 0);
  EXPECT_EQ(found.segments[0].last, 9);
  EXPECT_EQ(found.segments[0].nights, 10u);
  EXPECT_EQ(found.segments[1].first, 10);
  EXPECT_EQ(found.segments[1].last, 21);
  EXPECT_EQ(found.segments[1].nights, 12u);
  EXPECT_NEAR(found.segments[1].level, 0.05, 1e-15);
}

TEST(ChangePoints, AGapIsPartOfWhereTheReasonLies) {
  auto strand = testing::strand(two_levels(10, 10, 0.05));
  for (std::size_t i = 10; i < 20; ++i) strand.nights[i] += 14;
  const auto found = change_points(strand, 0.7);
  ASSERT_EQ(found.changes.size(), 1u);
  EXPECT_EQ(found.changes[0].after, 9);
  EXPECT_EQ(found.changes[0].from, 24);
  EXPECT_EQ(found.changes[0].to, 24);
}

TEST(ChangePoints, HaveTheFloorAtLeast) {
  EXPECT_THAT(first_nights(two_levels(30, 30, from_percent(0.69)), 0.7), IsEmpty());
  EXPECT_THAT(first_nights(two_levels(30, 30, from_percent(0.71)), 0.7), ElementsAre(30));
  EXPECT_THAT(first_nights(two_levels(30, 30, from_percent(0.71)), 1), IsEmpty());
}

TEST(ChangePoints, HaveFourAndAHalfStandardErrorsAtLeast) {
  // sigma 0.5242 %, 30 and 6 nights: 4.5 · 1.2533 · 0.5242 % · sqrt(1/30 + 1/6) = 1.322 %
  EXPECT_THAT(first_nights(two_levels(30, 6, 0.0132, 0.005)), IsEmpty());
  EXPECT_THAT(first_nights(two_levels(30, 6, 0.0133, 0.005)), ElementsAre(30));
}

TEST(ChangePoints, HaveThreeNightsOnEitherSide) {
  EXPECT_THAT(first_nights(two_levels(30, 2, 0.05)), IsEmpty());
  EXPECT_THAT(first_nights(two_levels(30, 3, 0.05)), ElementsAre(30));
  EXPECT_THAT(first_nights(two_levels(2, 30, 0.05)), IsEmpty());
  EXPECT_THAT(first_nights(two_levels(3, 30, 0.05)), ElementsAre(3));
}

TEST(ChangePoints, BelowSixNightsNothingIsKnown) {
  const auto found = change_points(testing::strand({0, 0, 0.5, 0.5, 0.5}), 0.7);
  EXPECT_THAT(found.changes, IsEmpty());
  EXPECT_EQ(found.sigma, 0);
  ASSERT_EQ(found.segments.size(), 1u);
  EXPECT_EQ(found.segments[0].level, 0.5);
  EXPECT_TRUE(change_points({}, 0.7).segments.empty());
}

TEST(ChangePoints, OfValuesWithoutNoise) {
  EXPECT_THAT(first_nights(std::vector<double>(100, 0.2)), IsEmpty());
  std::vector<double> values(100, 0.2);
  testing::shift(values, 40, -0.01);
  EXPECT_THAT(first_nights(values), ElementsAre(40));
}

TEST(ChangePoints, WildNightsAreNone) {
  auto values = testing::noise(150, 0.003);
  for (const std::size_t night : {0u, 30u, 31u, 90u, 148u, 149u}) values[night] += night % 2 == 0 ? 0.5 : 0.05;
  EXPECT_THAT(first_nights(values), IsEmpty());
}

TEST(ChangePoints, AWildNightAtAChangeDoesNotMoveIt) {
  auto values = testing::noise(80, 0.003);
  testing::shift(values, 40, 0.03);
  values[38] += 0.2;
  values[42] -= 0.2;
  EXPECT_THAT(first_nights(values), ElementsAre(40));
}

TEST(Prune, TheWeakestThatFailsGoesFirst) {
  // Two wild nights, 20 and 21, beside a change that passes: what fails goes, not what is smallest.
  std::vector<double> values = two_levels(40, 40, 0.012);
  values[20] = values[21] = 0.5;
  const double sigma = night_sigma(values);
  EXPECT_THAT(prune(values, {sigma, 0.007}, {20, 22, 40}), ElementsAre(40));
}

TEST(Prune, TwoNightsBetweenTwoLevelsGoToTheNearer) {
  std::vector<double> values = two_levels(40, 40, 0.05);
  values[38] = values[39] = 0.04;
  EXPECT_THAT(prune(values, {night_sigma(values), 0.007}, {38, 40}), ElementsAre(38));
}

TEST(Prune, NeighboursAreLookedAtAgain) {
  // 0.5 % and 0.5 % fail on their own; once the first is gone, the second is a change of 0.75 %.
  std::vector<double> values = two_levels(20, 20, 0.005);
  wavering(values, 20, 0.0102);
  EXPECT_THAT(prune(values, {night_sigma(values), 0.007}, {20, 40}), ElementsAre(40));
}

}  // namespace
}  // namespace assay::stats

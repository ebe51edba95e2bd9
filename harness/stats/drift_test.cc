#include "harness/stats/drift.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "harness/stats/change_points.h"
#include "harness/stats/ramp.h"
#include "harness/stats/testing_nights.h"

namespace assay::stats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<Change> changes_of(const std::vector<double>& values) {
  return change_points(testing::strand(values), kFloorInTurns).changes;
}

/// The sum of squares about the best line of the form before + u size, by plain normal equations.
double squares_about(const std::vector<double>& values, std::size_t last, std::size_t first) {
  const Bend shape{.last_before = last, .first_after = first, .before = 0, .after = 1};
  const auto n = static_cast<double>(values.size());
  double u = 0, uu = 0, y = 0, uy = 0;
  for (std::size_t t = 0; t < values.size(); ++t) {
    u += shape.level_at(t);
    uu += shape.level_at(t) * shape.level_at(t);
    y += values[t];
    uy += shape.level_at(t) * values[t];
  }
  const double size = (n * uy - u * y) / (n * uu - u * u), before = (y - size * u) / n;
  double sum = 0;
  for (std::size_t t = 0; t < values.size(); ++t) sum += std::pow(values[t] - before - size * shape.level_at(t), 2);
  return sum;
}

TEST(Bend, GoesInAStraightLine) {
  const Bend bend{.last_before = 10, .first_after = 14, .before = 1, .after = 3};
  EXPECT_EQ(bend.level_at(10), 1);
  EXPECT_EQ(bend.level_at(11), 1.5);
  EXPECT_EQ(bend.level_at(13), 2.5);
  EXPECT_EQ(bend.level_at(14), 3);
  EXPECT_EQ(bend.level_at(99), 3);
}

TEST(BestRamp, LeavesAsLittleAsTheBestOfAllKnots) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto values = testing::noise(40, 0.001, seed);
    testing::drift(values, 5 + seed % 7, 20 + seed % 11, 0.02);
    double least = 1;
    for (std::size_t last = 0; last < 40; ++last)
      for (std::size_t first = last + kLeastRamp; first < 40; ++first)
        least = std::min(least, squares_about(values, last, first));
    const Bend found = best_ramp(values, 0.01);  // nothing is 3 sigma off
    EXPECT_NEAR(squares_about(values, found.last_before, found.first_after), least, 1e-12) << seed;
    double about = 0;
    for (std::size_t t = 0; t < 40; ++t) about += std::pow(values[t] - found.level_at(t), 2);
    EXPECT_NEAR(about, least, 1e-12) << seed;
  }
}

TEST(BestRamp, AWildNightHardlyCounts) {
  auto values = testing::noise(120, 0.001);
  testing::drift(values, 40, 80, 0.02);
  values[60] = 5;
  const Bend found = best_ramp(values, 0.001);
  EXPECT_NEAR(found.before, 0, 0.001);
  EXPECT_NEAR(found.after, 0.02, 0.001);
}

TEST(Drift, ARampIsOneDrift) {
  auto values = testing::noise(150, 0.003);
  testing::drift(values, 52, 93, 0.03);
  const auto found = changes_of(values);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].course, Change::Course::Drift);
  EXPECT_NEAR(found[0].from, 53, 5);
  EXPECT_NEAR(found[0].to, 93, 5);
  EXPECT_NEAR(found[0].size, 0.03, 0.002);
  EXPECT_LT(found[0].low, 0.03);
  EXPECT_GT(found[0].high, 0.03);
}

TEST(Drift, OneThatGoesOnEndsOnOneOfTheLastNights) {
  auto values = testing::noise(80, 0.002);
  testing::drift(values, 39, 119, 0.06);
  const auto found = changes_of(values);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].course, Change::Course::Drift);
  EXPECT_GE(found[0].to, 77);
}

TEST(Drift, TwoStepsOfOneSignStayTwo) {
  auto values = testing::noise(150, 0.003);
  testing::shift(values, 60, 0.02);
  testing::shift(values, 90, 0.02);
  const auto found = changes_of(values);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].course, Change::Course::Step);
  EXPECT_EQ(found[0].from, 60);
  EXPECT_EQ(found[1].course, Change::Course::Step);
  EXPECT_EQ(found[1].from, 90);
}

/// Two steps of three sigma each, so many nights apart.
std::vector<Bend> two_steps(std::size_t apart) {
  auto values = testing::noise(80, 0.004);
  testing::shift(values, 40, 0.012);
  testing::shift(values, 40 + apart, 0.012);
  const std::vector<std::size_t> jumps = {40, 40 + apart};
  return bends(values, {.sigma = 0.004, .floor = 0.007}, jumps, jumps);
}

TEST(Drift, StepsThatMayYetBeOneRampSaySo) {
  const auto near = two_steps(9);
  ASSERT_THAT(near, SizeIs(2));
  for (const Bend& bend : near) {
    EXPECT_FALSE(bend.ramp());
    ASSERT_TRUE(bend.may_be);
    EXPECT_LT(bend.may_be->last_before, 40u);
    EXPECT_GT(bend.may_be->first_after, 49u);
  }
  const auto far = two_steps(20);
  ASSERT_THAT(far, SizeIs(2));
  for (const Bend& bend : far)
    EXPECT_FALSE(bend.ramp() || (bend.may_be && bend.may_be->last_before < 45 && bend.may_be->first_after > 55));
}

TEST(Drift, AStepBesideADriftStaysOne) {
  auto values = testing::noise(200, 0.002);
  testing::drift(values, 30, 80, 0.03);
  testing::shift(values, 140, 0.02);
  const auto found = changes_of(values);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].course, Change::Course::Drift);
  EXPECT_EQ(found[1].course, Change::Course::Step);
  EXPECT_EQ(found[1].from, 140);
  const auto segments = change_points(testing::strand(values), kFloorInTurns).segments;
  ASSERT_THAT(segments, SizeIs(3));
  EXPECT_EQ(segments[1].first, found[0].to);
  EXPECT_EQ(segments[1].last, 139);
}

TEST(Drift, TwoStepsTooSmallToReportAreNone) {
  // 0.6 % each, thirty nights apart: a ramp from one to the other would be 1.2 %, and explain less than the steps do.
  auto values = testing::noise(150, 0.001);
  testing::shift(values, 60, 0.006);
  testing::shift(values, 90, 0.006);
  for (const Change& change : changes_of(values)) EXPECT_EQ(change.course, Change::Course::Step);
}

TEST(Drift, HasWhatAChangeNeeds) {
  auto values = testing::noise(150, 0.0003);
  testing::drift(values, 50, 90, 0.0065);
  const std::vector<std::size_t> jumps = {60, 70, 80};
  const auto kinds = [&](double floor) {
    std::vector<bool> ramps;
    for (const Bend& bend : bends(values, {.sigma = 0.0003, .floor = floor}, jumps, jumps))
      ramps.push_back(bend.ramp());
    return ramps;
  };
  EXPECT_THAT(kinds(0.006), ElementsAre(true));
  EXPECT_THAT(kinds(0.007), ElementsAre(false, false, false));
}

TEST(Drift, UpAndDownShareWhatLiesBetween) {
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {  // one in a hundred overlaps where both take all of it
    const std::size_t length = 10 + seed % 21;
    auto values = testing::noise(120, 0.002, seed);
    testing::drift(values, 60 - length, 60, 0.03);
    testing::drift(values, 60 + seed % 3, 90, -0.03 - 0.01 * static_cast<double>(seed % 4));
    const std::vector<std::size_t> jumps = {
        60 - length + length / 3, 60 - length + 2 * length / 3, 58, 66 + seed % 5, 74, 82};
    const auto found = bends(values, {.sigma = 0.002, .floor = 0.007}, jumps, jumps);
    for (std::size_t i = 1; i < found.size(); ++i) EXPECT_LE(found[i - 1].first_after, found[i].last_before) << seed;
  }
}

TEST(Drift, AShortOneIsAStep) {
  auto values = testing::noise(100, 0.001);
  testing::drift(values, 50, 55, 0.03);
  for (const Change& change : changes_of(values)) EXPECT_EQ(change.course, Change::Course::Step);
  EXPECT_THAT(changes_of(values), ::testing::Not(IsEmpty()));
}

TEST(Drift, SegmentsNeverOverlap) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    auto values = testing::noise(120, 0.002, seed);
    for (std::uint64_t k = 0; k < 4; ++k) {
      const std::size_t last = (seed * (37 + 11 * k)) % 100;
      testing::drift(values, last, last + 1 + (seed * k) % 19, ((seed + k) % 3 == 0 ? -1.0 : 1.0) * 0.012);
    }
    const auto found = change_points(testing::strand(values), kFloorInTurns);
    ASSERT_EQ(found.segments.size(), found.changes.size() + 1) << seed;
    for (std::size_t i = 0; i < found.changes.size(); ++i) {
      EXPECT_LE(found.segments[i].first, found.segments[i].last) << seed;
      EXPECT_EQ(found.segments[i].last, found.changes[i].after) << seed;
      EXPECT_LT(found.changes[i].after, found.changes[i].from) << seed;
      EXPECT_LE(found.changes[i].from, found.changes[i].to) << seed;
      EXPECT_EQ(found.changes[i].to, found.segments[i + 1].first) << seed;
    }
    EXPECT_EQ(found.segments.back().last, 119) << seed;
  }
}

}  // namespace
}  // namespace assay::stats

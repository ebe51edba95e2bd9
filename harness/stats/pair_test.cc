#include "harness/stats/pair.h"

#include <gtest/gtest.h>

#include <cmath>

#include "harness/stats/testing.h"

namespace assay::stats {
namespace {

using testing::bout;
using testing::kBase;
using testing::kBetween;
using testing::kBusy;
using testing::kIdle;
using testing::process;
using testing::slice;

constexpr double kTolerance = 1e-12;
const PairOptions kKnownBase = {Clock::Wall, kBase};

TEST(TurnsPair, IsTheMedianOverRoundsOfTheLogRatio) {
  const auto odd = bout(Mode::Turns, {process("a", {1000, 2000, 4000}), process("b", {1100, 2400, 4000})});
  EXPECT_NEAR(pair_value(odd, 0, 1, {})->all, std::log(1.1), kTolerance);
  EXPECT_NEAR(pair_value(odd, 1, 0, {})->all, -std::log(1.1), kTolerance);
  const auto even = bout(Mode::Turns, {process("a", {1000, 1000}), process("b", {1100, 1300})});
  EXPECT_NEAR(pair_value(even, 0, 1, {})->all, (std::log(1.1) + std::log(1.3)) / 2, kTolerance);
}

TEST(TurnsPair, IsPerIteration) {
  auto record = bout(Mode::Turns, {process("a", {1000}), process("b", {1000})});
  record.processes[1].slices[0].iterations = 200;
  EXPECT_NEAR(pair_value(record, 0, 1, {})->all, std::log(0.5), kTolerance);
}

TEST(TurnsPair, LeavesOutWarmUpAndSlicesNotKept) {
  auto record = bout(Mode::Turns, {process("a", {1000, 1000, 1000, 1000}), process("b", {9000, 9000, 1200, 9000})});
  record.processes[0].slices[0].phase = record.processes[1].slices[0].phase = Phase::Warmup;
  record.processes[0].slices[1].kept = record.processes[1].slices[1].kept = false;
  record.processes[1].slices[3].wall_ns = 0;  // garbage from a worker is no time
  const auto value = pair_value(record, 0, 1, {});
  EXPECT_EQ(value->rounds, 1);
  EXPECT_NEAR(value->all, std::log(1.2), kTolerance);
}

TEST(TurnsPair, HasTheSameMedianOfCpuTime) {
  auto record = bout(Mode::Turns, {process("a", {1000, 1000, 1000}), process("b", {1100, 1300, 1300})});
  for (std::size_t i = 0; i < 3; ++i) record.processes[1].slices[i].cpu_ns = 1000 + 10 * static_cast<std::int64_t>(i);
  const auto value = pair_value(record, 0, 1, {});
  EXPECT_NEAR(value->all, std::log(1.3), kTolerance);
  EXPECT_NEAR(*value->cpu, std::log(1.01), kTolerance);
}

TEST(TurnsPair, MatchesRoundsNotPlaces) {
  auto record = bout(Mode::Turns, {process("a", {1000, 2000, 3000}), process("b", {4000, 9000})});
  record.processes[1].slices[0].round = 1;
  record.processes[1].slices[1].round = 2;
  const auto value = pair_value(record, 0, 1, {});
  EXPECT_EQ(value->rounds, 2);
  EXPECT_NEAR(value->all, (std::log(2) + std::log(3)) / 2, kTolerance);
}

TEST(TurnsPair, AllIsTheFirstFiftyRoundsAndUndisturbedEveryOne) {
  std::vector<std::int64_t> a(120, 1000), b(120, 1100);
  std::fill(b.begin() + 50, b.end(), 1500);
  const auto value = pair_value(bout(Mode::Turns, {process("a", a), process("b", b)}), 0, 1, kKnownBase);
  EXPECT_EQ(value->rounds, 50);
  EXPECT_NEAR(value->all, std::log(1.1), kTolerance);
  EXPECT_EQ(value->undisturbed_rounds, 120);
  EXPECT_NEAR(*value->undisturbed, std::log(1.5), kTolerance);
  EXPECT_NEAR(*value->cpu_mean, std::log(1.1), kTolerance);
}

TEST(TurnsPair, StopsAtHundredAndFiftyRounds) {
  const std::vector<std::int64_t> many(400, 1000);
  const auto value = pair_value(bout(Mode::Turns, {process("a", many), process("b", many)}), 0, 1, kKnownBase);
  EXPECT_EQ(value->undisturbed_rounds, 150);
}

TEST(TurnsPair, SeparatesUndisturbedDisturbedAndMixedRounds) {
  auto record = bout(Mode::Turns, {process("a", std::vector<std::int64_t>(20, 1000)), process("b", {})});
  for (int i = 0; i < 20; ++i) {
    const std::int64_t reference = i < 5 ? kIdle : i < 15 ? kBusy : kBetween;
    record.processes[0].slices[static_cast<std::size_t>(i)] = slice(i, 1000, reference);
    record.processes[1].slices.push_back(slice(i, i < 5 ? 1050 : i < 15 ? 1170 : 1100, reference));
  }
  const auto value = pair_value(record, 0, 1, kKnownBase);
  EXPECT_EQ(value->undisturbed_rounds, 5);
  EXPECT_EQ(value->disturbed_rounds, 10);
  EXPECT_EQ(value->undisturbed_share, 0.25);
  EXPECT_EQ(value->disturbed_share, 0.5);
  EXPECT_NEAR(*value->undisturbed, std::log(1.05), kTolerance);
  EXPECT_NEAR(*value->disturbed, std::log(1.17), kTolerance);
}

TEST(TurnsPair, ARoundIsUndisturbedOnlyWhereBothSidesAre) {
  const std::vector<std::int64_t> walls(20, 1000);
  const auto record = bout(Mode::Turns, {process("a", walls, kIdle), process("b", walls, kBusy)});
  for (const auto& [a, b] : {std::pair{0, 1}, {1, 0}}) {
    const auto value = pair_value(record, static_cast<std::size_t>(a), static_cast<std::size_t>(b), kKnownBase);
    EXPECT_EQ(value->undisturbed_rounds, 0);
    EXPECT_EQ(value->disturbed_rounds, 0);
  }
}

TEST(TurnsPair, WarmUpOfOneSideIsNoneOfItsRounds) {
  auto record = bout(Mode::Turns, {process("a", {1000, 1000}), process("b", {9000, 1200})});
  for (const std::size_t side : {0u, 1u}) {
    record.processes[side].slices[0].phase = Phase::Warmup;
    EXPECT_EQ(pair_value(record, 0, 1, {})->rounds, 1);
    EXPECT_NEAR(pair_value(record, 0, 1, {})->all, std::log(1.2), kTolerance);
    record.processes[side].slices[0].phase = Phase::Steady;
  }
}

TEST(TurnsPair, SaysNothingOfNeighboursWithoutABaseOrWithFewRounds) {
  const auto record = bout(Mode::Turns, {process("a", {1, 1, 1, 1}), process("b", {1, 1, 1, 1})});
  EXPECT_EQ(pair_value(record, 0, 1, {})->undisturbed_share, 0);
  const auto four = pair_value(record, 0, 1, kKnownBase);
  EXPECT_EQ(four->undisturbed_share, 1);
  EXPECT_EQ(four->undisturbed, std::nullopt);
}

TEST(TurnsPair, KnowsTheRoundsOwnSpeedsWhereNothingWasRead) {
  std::vector<std::int64_t> a(20, 1000), b(20, 1050);
  for (std::size_t i = 5; i < 12; ++i) a[i] = 2000;
  for (std::size_t i = 5; i < 12; ++i) b[i] = 2400;
  const BoutRecord bout = testing::bout(Mode::Turns, {testing::process("a", a), testing::process("b", b)});
  EXPECT_FALSE(pair_value(bout, 0, 1, {Clock::Wall, testing::kBase})->speeds);
  const auto found = pair_value(bout, 0, 1, {Clock::Wall, {}});
  ASSERT_TRUE(found->speeds && found->speeds->slow);
  EXPECT_NEAR(found->speeds->fast.ratio, std::log(1.05), 1e-12);
  EXPECT_NEAR(found->speeds->slow->ratio, std::log(1.2), 1e-12);
  const PairValue more = shifted(*found, 0.01);
  EXPECT_DOUBLE_EQ(more.all, found->all + 0.01);
  EXPECT_DOUBLE_EQ(more.speeds->fast.ratio, found->speeds->fast.ratio + 0.01);
  EXPECT_DOUBLE_EQ(more.speeds->slow->ratio, found->speeds->slow->ratio + 0.01);
  EXPECT_EQ(more.speeds->slow->log_time, found->speeds->slow->log_time);
  EXPECT_DOUBLE_EQ(*more.cpu, *found->cpu + 0.01);
}

TEST(TurnsPair, NeedsBothSidesMeasuredInOneRound) {
  auto record = bout(Mode::Turns, {process("a", {1000}), process("b", {1000})});
  EXPECT_FALSE(pair_value(record, 0, 2, {}));
  record.processes[1].slices[0].round = 7;
  EXPECT_FALSE(pair_value(record, 0, 1, {}));
  record.processes[1].slices[0].round = 0;
  record.processes[1].outcome = Outcome::WrongResult;
  EXPECT_FALSE(pair_value(record, 0, 1, {}));
}

TEST(SharedCpuPair, IsTheRatioOfTheSumsOfCpuTime) {
  auto record = bout(Mode::SharedCpu, {process("a", {300, 300, 900}), process("b", {700, 700, 700})});
  record.processes[0].slices[0].cpu_ns = 100;
  record.processes[0].slices[1].cpu_ns = 200;
  record.processes[0].slices[2].cpu_ns = 300;
  const auto value = pair_value(record, 0, 1, kKnownBase);
  EXPECT_NEAR(value->all, std::log(2100.0 / 600), kTolerance);
  EXPECT_EQ(value->rounds, 3);
  EXPECT_EQ(value->undisturbed_share, 1);
  EXPECT_NEAR(*value->undisturbed, std::log(2100.0 / 600), kTolerance);
}

/// Over the units of each side that were so, however the two fell in time.
TEST(SharedCpuPair, TellsWhatUndisturbedUnitsSay) {
  auto record = bout(Mode::SharedCpu, {process("a", {300, 300, 900}), process("b", {330, 900, 330})});
  record.processes[0].slices[2].reference_after_ns = kBusy;
  record.processes[1].slices[1].reference_after_ns = kBusy;
  const auto value = pair_value(record, 0, 1, {Clock::Wall, kBase});
  EXPECT_NEAR(*value->undisturbed, std::log(1.1), 1e-12);
  EXPECT_EQ(value->undisturbed_rounds, 2);
  EXPECT_FALSE(value->disturbed);  // one reading of two says mixed
  EXPECT_NEAR(value->undisturbed_share, 4.0 / 6, 1e-12);
  record.processes[0].slices[1].reference_after_ns = kBusy;
  EXPECT_FALSE(pair_value(record, 0, 1, {Clock::Wall, kBase})->undisturbed);  // one unit of A is no mean
}

TEST(SharedCpuPair, NeedsCpuTime) {
  auto record = bout(Mode::SharedCpu, {process("a", {300}), process("b", {700})});
  record.processes[0].slices[0].cpu_ns = 0;
  EXPECT_FALSE(pair_value(record, 0, 1, {}));
}

TEST(AdjacentPair, ComparesTheTwentyFifthPercentilesOfTheFirstTwenty) {
  std::vector<std::int64_t> a, b;
  for (int i = 20; i >= 1; --i) a.push_back(100 * i);  // numpy.percentile(range(1, 21), 25) = 5.75
  for (int i = 1; i <= 20; ++i) b.push_back(1000 + 100 * i);
  b.insert(b.end(), 50, 1);  // beyond the twentieth
  const auto value = pair_value(bout(Mode::Adjacent, {process("a", a), process("b", b)}), 0, 1, {});
  EXPECT_NEAR(value->all, std::log(1575.0 / 575), kTolerance);
  EXPECT_EQ(value->rounds, 20);
}

TEST(AdjacentPair, OneValueASideIsEnough) {
  auto record = bout(Mode::Adjacent, {process("a", {1000}), process("b", {3000})});
  record.processes[1].slices[0].cpu_ns = 2000;
  EXPECT_NEAR(pair_value(record, 0, 1, {Clock::Wall, {}})->all, std::log(3), kTolerance);
  EXPECT_NEAR(pair_value(record, 0, 1, {Clock::Cpu, {}})->all, std::log(2), kTolerance);
}

TEST(CalibratePair, IsNone) {
  EXPECT_FALSE(pair_value(bout(Mode::Calibrate, {process("a", {1}), process("b", {1})}), 0, 1, {}));
}

TEST(Basis, UndisturbedNeedsTwentyFiveRounds) {
  PairValue value;
  value.all = 0.1;
  value.undisturbed = 0.2;
  value.undisturbed_rounds = 24;
  EXPECT_EQ(value_on(value, Basis::All), 0.1);
  EXPECT_EQ(value_on(value, Basis::Undisturbed), std::nullopt);
  value.undisturbed_rounds = 25;
  EXPECT_EQ(value_on(value, Basis::Undisturbed), 0.2);
  EXPECT_EQ(name(Basis::All), "all");
  EXPECT_EQ(name(Basis::Undisturbed), "undisturbed");
}

}  // namespace
}  // namespace assay::stats

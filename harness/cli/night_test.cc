#include "harness/cli/night.h"

#include <gmock/gmock.h>

#include "harness/cli/night_testing.h"

namespace assay {
namespace {

using assay::testing::copy_bouts;
using assay::testing::Nights;
using assay::testing::slower;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

std::vector<std::string> told(const Nights& nights) {
  std::vector<std::string> all;
  for (const NightEvent& event : nights.events())
    all.push_back(fmt::format("{} {} {}", event.run, event.note.value("group", ""), event.state));
  return all;
}

/// Nights from..to without the last, with nothing or with a slow-down.
void measure(Nights& nights, int from, int to, double percent = 0) {
  for (int night = from; night < to; ++night) nights.measure(night, slower(percent));
}

std::string everything(Nights& nights) {
  std::string text;
  for (const RunRow& run : nights.runs("nightly")) {
    const RunReport report = nights.report(run.id);
    text += to_text(report, {}) + to_json(report).dump(1);
  }
  return text;
}

TEST(Night, AStepOfFortyNightsIsToldOnceConfirmedOnItsSecondNight) {
  Nights nights;
  measure(nights, 0, 25);
  EXPECT_THAT(nights.events(), IsEmpty());
  const NightlyReport first = nights.night(25, slower(3));
  EXPECT_EQ(first.status, NightStatus::Fine);
  ASSERT_EQ(first.changes.size(), 1U);
  EXPECT_EQ(first.changes[0].state, "new");
  const NightlyReport report = nights.night(26, slower(3));
  EXPECT_EQ(report.status, NightStatus::Slower);
  ASSERT_EQ(report.changes.size(), 1U);
  const NightChange& change = report.changes.front();
  EXPECT_EQ(change.state, "confirmed");
  EXPECT_EQ(change.confirmed, Nights::kFirst + 26);
  EXPECT_EQ(change.after, Nights::kFirst + 24);
  EXPECT_EQ(change.from, Nights::kFirst + 25);
  EXPECT_NEAR(change.size.percent, 3, 0.6);
  EXPECT_EQ(change.sides.group, "x.b");
  EXPECT_THAT(change.why,
              MatchesRegex("found again by fresh bouts: p .* \\(1 suspected\\); that 2 nights in a row are so "
                           "far off by themselves has p .*"));
  for (int night = 27; night < 40; ++night)
    EXPECT_EQ(nights.night(night, slower(3)).status, NightStatus::Fine) << night;
  EXPECT_THAT(told(nights), ElementsAre("nightly-025-25 x.b new", "nightly-026-26 x.b confirmed"));
  EXPECT_EQ(nights.runs("nightly-confirm").size(), 2U);
}

TEST(Night, TheSameSeedTellsTheSameByteForByte) {
  std::string first;
  for (int time = 0; time < 2; ++time) {
    Nights nights;
    measure(nights, 0, 25);
    measure(nights, 25, 40, 3);
    if (time == 0)
      first = everything(nights);
    else
      EXPECT_EQ(everything(nights), first);
  }
  EXPECT_THAT(first, HasSubstr("Night of 2024-10-30: SLOWER; 3 series, 1 told tonight, 1 open\n"));
}

TEST(Night, AStoreWithTheBoutsAloneTellsTheSame) {
  Nights nights, copied;
  measure(nights, 0, 20);
  measure(nights, 20, 24, 3);
  copy_bouts(nights, copied);
  EXPECT_THAT(copied.events(), IsEmpty());
  EXPECT_EQ(everything(copied), everything(nights));
}

TEST(Night, WhatFreshBoutsDoNotBearOutIsDismissed) {
  Nights nights;
  measure(nights, 0, 15);
  nights.second_world = slower(0);
  const NightlyReport report = nights.night(15, slower(3));
  EXPECT_EQ(report.status, NightStatus::Fine);
  EXPECT_THAT(told(nights), ElementsAre("nightly-015-15 x.b new", "nightly-015-15 x.b dismissed"));
  ASSERT_EQ(report.changes.size(), 1U);
  EXPECT_EQ(report.changes[0].state, "dismissed");
  EXPECT_THAT(report.changes[0].why, HasSubstr("not confirmed: "));
}

TEST(Night, TwoSuspectedSeriesShareTheError) {
  Nights nights;
  measure(nights, 0, 15);
  const std::string both = "[[cell]]\nmatch = {workload = \"x.c\", side = \"new\"}\nseconds = 0.95e-4\n" + slower(3);
  nights.measure(15, both);
  const NightlyReport report = nights.night(16, both);
  ASSERT_EQ(report.changes.size(), 2U);
  for (const NightChange& change : report.changes) {
    EXPECT_EQ(change.state, "confirmed");
    EXPECT_THAT(change.why, HasSubstr(" < 0.0036 at look 1 of 9 (2 suspected); "));
  }
  EXPECT_NEAR(report.changes[1].size.percent, -5, 0.6);
  const auto second = nights.report(nights.runs("nightly-confirm").front().id);
  ASSERT_EQ(second.comparisons.size(), 2U);
  EXPECT_EQ(second.comparisons[0].verdict, "changed");
  EXPECT_NEAR(second.comparisons[0].effect->percent, 3, 0.6);
}

TEST(Night, TheSecondStageHasTheSuspectedCellsAndOrdersOfItsOwn) {
  Plan plan =
      simulation::plan({simulation::group("x.a", {"old", "new", "other"}), simulation::group("x.b", {"old", "new"})},
                       simulation::exactly(10), 7);
  plan.study.decision.max_seconds = 100;
  const std::string cell = cell_id(plan.groups[0].cells[2]);
  const Plan second = confirmation_plan(plan, {{cell, {0.1, 0.03, 0.7, 1}}}, 30);
  ASSERT_EQ(second.groups.size(), 1U);
  ASSERT_EQ(second.groups[0].cells.size(), 2U);
  EXPECT_EQ(second.groups[0].cells[0].configuration.at("side"), "old");
  EXPECT_EQ(second.groups[0].cells[1].configuration.at("side"), "other");
  EXPECT_EQ(second.groups[0].suspicions.at(cell).level, 0.1);
  EXPECT_FALSE(second.study.decision.bouts);
  EXPECT_EQ(second.study.decision.max_seconds, 70);
  EXPECT_NE(bout_seed(second.seed, "x.a", 1), bout_seed(plan.seed, "x.a", 1));
}

TEST(Night, OneNightTellsNothingButItsValue) {
  Nights nights;
  const NightlyReport report = nights.night(0, slower(3));
  EXPECT_EQ(report.status, NightStatus::Fine);
  EXPECT_EQ(report.items.size(), 3U);
  EXPECT_NEAR(report.items[1].effect->percent, 3, 0.6);
  EXPECT_EQ(report.items[1].bouts, 10);
  EXPECT_EQ(report.items[1].nights, 1);
  EXPECT_THAT(report.changes, IsEmpty());
  EXPECT_THAT(report.notes, ElementsAre("1 of the 6 nights that a change needs are stored: nothing can be told yet"));
}

}  // namespace
}  // namespace assay

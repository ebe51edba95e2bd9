#include "harness/cli/night.h"

#include <gmock/gmock.h>

#include "harness/cli/night_testing.h"

namespace assay {
namespace {

using assay::testing::Nights;
using assay::testing::slower;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

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

TEST(Night, AStepOfFortyNightsIsToldOnceConfirmedOnItsNight) {
  Nights nights;
  measure(nights, 0, 25);
  EXPECT_THAT(nights.events(), IsEmpty());
  const NightlyReport report = nights.night(25, slower(3));
  EXPECT_EQ(report.status, NightStatus::Slower);
  ASSERT_EQ(report.changes.size(), 1U);
  const NightChange& change = report.changes.front();
  EXPECT_EQ(change.state, "confirmed");
  EXPECT_EQ(change.confirmed, Nights::kFirst + 25);
  EXPECT_EQ(change.after, Nights::kFirst + 24);
  EXPECT_EQ(change.from, Nights::kFirst + 25);
  EXPECT_NEAR(change.size.percent, 3, 0.6);
  EXPECT_EQ(change.sides.group, "x.b");
  EXPECT_THAT(change.why, HasSubstr("confirmed by fresh bouts: p "));
  for (int night = 26; night < 40; ++night)
    EXPECT_EQ(nights.night(night, slower(3)).status, NightStatus::Fine) << night;
  EXPECT_THAT(told(nights), ElementsAre("nightly-025-25 x.b new", "nightly-025-25 x.b confirmed"));
  EXPECT_EQ(nights.runs("nightly-confirm").size(), 1U);
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
  EXPECT_THAT(first, HasSubstr("Night of 2024-10-29: SLOWER; 3 series, 1 told tonight, 1 open\n"));
}

TEST(Night, AStoreWithTheBoutsAloneTellsTheSame) {
  Nights nights, copied;
  measure(nights, 0, 20);
  measure(nights, 20, 24, 3);
  auto runs = *nights.store().runs();
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    ASSERT_TRUE(copied.store().begin_run(*run, *nights.store().cells(run->id)));
    ASSERT_TRUE(copied.store().import_bouts(run->id, *nights.store().bouts(run->id)));
    const auto notes = *nights.store().group_notes(run->id);
    for (const auto& [group, note] : notes) ASSERT_TRUE(copied.store().note_group(run->id, group, note));
  }
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

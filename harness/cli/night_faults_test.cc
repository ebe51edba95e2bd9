#include <gmock/gmock.h>

#include "harness/cli/night_testing.h"

namespace assay {
namespace {

using assay::testing::copy_bouts;
using assay::testing::Nights;
using assay::testing::slower;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::vector<std::string> states(const Nights& nights) {
  std::vector<std::string> all;
  const auto events = nights.events();
  for (const NightEvent& event : events) all.push_back(event.run.substr(0, 11) + " " + event.state);
  return all;
}

TEST(NightFaults, AGapIsNoHarm) {
  Nights nights;
  for (int night = 0; night < 10; ++night) nights.measure(night, slower(0));
  nights.measure(30, slower(3));
  const NightlyReport report = nights.night(31, slower(3));
  ASSERT_THAT(report.changes, SizeIs(1));
  EXPECT_EQ(report.changes[0].state, "confirmed");
  EXPECT_EQ(report.changes[0].after, Nights::kFirst + 9);
  EXPECT_EQ(report.changes[0].from, Nights::kFirst + 30);
}

TEST(NightFaults, ARedNightCannotBeMeasuredUntilItIsGreen) {
  Nights nights;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  nights.measure(12, slower(3));
  EXPECT_EQ(nights.night(13, slower(3)).status, NightStatus::Slower);
  const NightlyReport again = nights.night(13, slower(0));
  EXPECT_EQ(again.status, NightStatus::Slower);
  EXPECT_EQ(again.items[1].nights, 14);
  EXPECT_EQ(again.items[1].runs, 2);
  EXPECT_EQ(again.items[1].bouts, 20);
  EXPECT_THAT(again.notes,
              Contains("the 2 runs begun on 2024-10-17 (UTC) are one night, and what counts is their mean"));
  EXPECT_NEAR(again.items[1].effect->percent, 1.5, 0.6);
  EXPECT_THAT(states(nights), ElementsAre("nightly-012 new", "nightly-013 confirmed"));
}

TEST(NightFaults, AnAnchorThatDoesNotStartMeasuresNothing) {
  Nights nights;
  nights.measure(0, slower(0));
  const NightlyReport report =
      nights.night(1, slower(0, "[[cell]]\nmatch = {side = \"old\"}\n[[cell.fail]]\ndetail = \"no such file\"\n"));
  EXPECT_EQ(report.status, NightStatus::Nothing);
  ASSERT_THAT(report.items, SizeIs(3));
  EXPECT_FALSE(report.items[0].effect);
  EXPECT_EQ(report.items[0].why, "the anchor crashed: no such file");
  EXPECT_EQ(nights.night(2, slower(0)).items[0].nights, 2);
}

TEST(NightFaults, AnotherHostBeginsAnew) {
  Nights nights;
  for (int night = 0; night < 10; ++night) nights.measure(night, slower(0));
  nights.host = "other";
  const NightlyReport report = nights.night(10, slower(3));
  EXPECT_EQ(report.status, NightStatus::Fine);
  EXPECT_EQ(report.items[1].nights, 1);
  EXPECT_THAT(report.notes[0], HasSubstr("x.a side=new begins anew: another kind of machine measured it in run "
                                         "nightly-009-9, and levels of different machines are not compared"));
  nights.host = "lab";
  EXPECT_EQ(nights.night(11, slower(0)).items[1].nights, 11);
  EXPECT_THAT(nights.events(), IsEmpty());
}

TEST(NightFaults, RunnersOfOneKindAreOneSeriesWhateverTheirNames) {
  Nights nights;
  nights.is_new_each_night = true;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  EXPECT_EQ(nights.night(12, slower(3)).items[1].nights, 13);
  EXPECT_EQ(nights.night(13, slower(3)).status, NightStatus::Slower);
  EXPECT_THAT(states(nights), ElementsAre("nightly-012 new", "nightly-013 confirmed"));
}

TEST(NightFaults, AnotherEnvironmentBeginsAnew) {
  Nights nights;
  for (int night = 0; night < 3; ++night) nights.measure(night, slower(0));
  nights.subjects = {{"environment", {{"LD_PRELOAD", "libjemalloc.so"}}}};
  const NightlyReport report = nights.night(3, slower(0));
  EXPECT_EQ(report.items[0].nights, 1);
  EXPECT_EQ(
      report.notes[0],
      "x.a side=new begins anew: since run nightly-002-2 the workload's source, tools that are not varied, or the "
      "environment changed");
}

/// 5 % faster than the old anchor, which stays as a further level for `overlap` nights.
NightlyReport renewed(Nights& nights, int overlap) {
  const std::string world = "[[cell]]\nmatch = {side = \"next\"}\nseconds = 0.95e-4\n" + slower(0);
  for (int night = 0; night < 12; ++night) nights.measure(night, world);
  NightlyReport report;
  for (int night = 12; night < 24; ++night) {
    nights.groups.clear();
    const bool both = night < 12 + overlap;
    nights.groups.push_back(simulation::group(
        "x.a", both ? std::vector<std::string>{"next", "old", "new"} : std::vector<std::string>{"next", "new"}));
    const NightlyReport found = nights.night(night, world);
    if (night == 12) report = found;
  }
  return report;
}

TEST(NightFaults, ARenewedAnchorWithAnOverlapGoesOn) {
  Nights nights;
  const NightlyReport report = renewed(nights, 1);
  EXPECT_EQ(report.items[1].nights, 13);
  EXPECT_THAT(nights.events(), IsEmpty());
  EXPECT_THAT(report.notes, ElementsAre("x.a side=new goes on: the anchor was renewed (it was side=old and is "
                                        "side=next), and a night measured the two side by side"));
}

TEST(NightFaults, ARenewedAnchorWithoutAnOverlapBeginsAnew) {
  Nights nights;
  const NightlyReport report = renewed(nights, 0);
  EXPECT_EQ(report.items[0].nights, 1);
  EXPECT_THAT(nights.events(), IsEmpty());
  EXPECT_EQ(report.notes[0],
            "x.a side=new begins anew: the anchor is another one (it was side=old and is side=next), and no night "
            "measured the two side by side; the old one as a further level for one night joins the series");
}

TEST(NightFaults, InterruptedInTheSecondStageGoesOnThere) {
  Nights nights;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  nights.measure(12, slower(3));
  nights.interrupt_after = 3 * 11 + 4;
  const NightEnd end = nights.measure(13, slower(3));
  EXPECT_EQ(end.reason, StopReason::Interrupted);
  EXPECT_THAT(states(nights), ElementsAre("nightly-012 new"));
  EXPECT_THAT(nights.runs("nightly-confirm"), SizeIs(2));
  EXPECT_EQ(nights.runs("nightly-confirm")[0].state, "interrupted");
  nights.interrupt_after = -1;
  const NightEnd again = nights.measure(13, slower(3));
  EXPECT_EQ(again.run, end.run);
  EXPECT_EQ(nights.report(again.run).nightly->status, NightStatus::Slower);
  EXPECT_THAT(nights.runs("nightly-confirm"), SizeIs(2));
  EXPECT_THAT(nights.runs("nightly"), SizeIs(14));
}

/// Three workloads: a bout each of calibration, then `bouts` of each.
NightEnd cut_short(Nights& nights, int night, int bouts, double percent) {
  nights.interrupt_after = 3 + 3 * bouts - 1;
  const NightEnd end = nights.measure(night, slower(percent));
  nights.interrupt_after = -1;
  return end;
}

TEST(NightFaults, AFewBoutsOfANightThatWasNotContinuedAreNoNight) {
  Nights nights;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  const std::string run = cut_short(nights, 12, 5, 30).run;
  const RunReport so_far = nights.report(run);
  EXPECT_THAT(to_text(so_far, {}), StartsWith("Night of 2024-10-16: NOTHING MEASURED so far, not judged; 3 series, "));
  EXPECT_THAT(so_far.notes,
              Contains("interrupted: the same command continues this run, as long as its day (UTC) lasts"));
  const NightlyReport next = nights.night(13, slower(0));
  EXPECT_EQ(next.items[1].nights, 13);
  EXPECT_THAT(nights.events(), IsEmpty());
  const RunReport judged = nights.report(run);
  EXPECT_THAT(to_text(judged, {}), StartsWith("Night of 2024-10-16: NOTHING MEASURED, of a run that ended early; "));
  EXPECT_EQ(judged.nightly->items[1].why, "the run ended early, after 5 of 10 bouts; a night needs 6");
  EXPECT_THAT(judged.notes,
              ElementsAre("the run ended early and was not continued: 0 of its 3 series have bouts enough and count"));
}

TEST(NightFaults, EnoughBoutsOfANightThatWasNotContinuedCount) {
  Nights nights;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  const std::string run = cut_short(nights, 12, 7, 0).run;
  EXPECT_EQ(nights.night(13, slower(0)).items[1].nights, 14);
  const NightlyReport judged = *nights.report(run).nightly;
  EXPECT_EQ(judged.items[1].bouts, 7);
  EXPECT_EQ(judged.status, NightStatus::Fine);
  EXPECT_THAT(judged.notes,
              ElementsAre("the run ended early and was not continued: 3 of its 3 series have bouts enough and count"));
}

TEST(NightFaults, ANightThatIsContinuedIsAWholeOne) {
  Nights nights;
  const std::string run = cut_short(nights, 0, 5, 0).run;
  const NightEnd end = nights.measure(0, slower(0));
  EXPECT_EQ(end.run, run);
  const NightlyReport whole = *nights.report(run).nightly;
  EXPECT_TRUE(whole.judged);
  EXPECT_EQ(whole.items[1].bouts, 10);
}

TEST(NightFaults, ASecondStageThatNeverEndedStaysASuspicionUntilTheNightsTell) {
  Nights nights;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  nights.interrupt_after = 3 * 11 + 4;
  nights.measure(12, slower(3));
  nights.interrupt_after = -1;
  nights.second_world = slower(0);
  const NightlyReport next = nights.night(13, slower(0));
  ASSERT_THAT(next.changes, SizeIs(1));
  EXPECT_EQ(next.changes[0].state, "new");
  EXPECT_EQ(next.changes[0].told, Nights::kFirst + 12);
  EXPECT_THAT(next.changes[0].why, HasSubstr("not confirmed yet: "));
  for (int night = 14; night < 21; ++night) nights.measure(night, slower(0));
  EXPECT_THAT(states(nights), ElementsAre("nightly-012 new", "nightly-020 dismissed"));
}

TEST(NightFaults, ASecondStageThatHadTooLittleTimeSaysHowMuchItNeeds) {
  Nights nights;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  const double used = sound(nights.store().measuring_seconds(nights.runs("nightly").front().id));
  nights.max_seconds = used + 0.04;
  const NightlyReport report = nights.night(12, slower(3));
  ASSERT_THAT(report.changes, SizeIs(1));
  EXPECT_EQ(report.changes[0].state, "new");
  EXPECT_THAT(report.changes[0].why, MatchesRegex("not confirmed yet: max-time 0\\.[0-9]+s was up.*; this night and 9 "
                                                  "fresh bouts needed --max-time 10s"));
}

TEST(NightFaults, ANightOfTooFewBoutsToChooseItsRoundsSaysSo) {
  Nights nights;
  const NightEnd whole = nights.measure(0, slower(0));
  EXPECT_THAT(nights.report(whole.run).nightly->notes, Not(Contains(HasSubstr("fewer than 6 bouts"))));
  nights.max_seconds = sound(nights.store().measuring_seconds(whole.run)) / 3;
  const NightlyReport report = nights.night(1, slower(0));
  EXPECT_LT(report.items[1].bouts, 6);
  EXPECT_EQ(report.items[1].decided_on, "all");
  EXPECT_THAT(report.notes,
              Contains("3 of 3 series had time for fewer than 6 bouts: too few to choose undisturbed rounds, so all "
                       "rounds decide there; --max-time gives the night more"));
}

TEST(NightFaults, ANightBesideABusyNeighbourIsNotHeldAgainstUndisturbedOnes) {
  Nights nights;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(1));
  const NightlyReport report = nights.night(12, slower(6, "[neighbour]\nshare = 0.93\n"));
  EXPECT_EQ(report.status, NightStatus::Fine);
  EXPECT_EQ(report.items[1].decided_on, "all");
  EXPECT_EQ(report.items[1].nights, 1);
  EXPECT_THAT(nights.events(), IsEmpty());
  EXPECT_EQ(report.notes[0],
            "x.a side=new, x.b side=new, x.c side=new: all rounds decided tonight, and undisturbed rounds in run "
            "nightly-011-11; the effect can depend on the neighbour, so only nights that rest on the same rounds are "
            "held against each other");
  EXPECT_EQ(nights.night(13, slower(1)).items[1].nights, 13);
}

std::vector<std::string> open_in(Nights& nights) {
  std::vector<std::string> all;
  const auto changes = sound(open_changes(nights.store(), "nights of x"));
  for (const NightChange& each : changes)
    all.push_back(fmt::format("{} {} since {}", each.sides.group, each.state, each.from - Nights::kFirst));
  return all;
}

TEST(NightFaults, WhatIsOpenInAStoreWithTheBoutsAloneIsFoundAgain) {
  Nights nights, copied;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  for (int night = 12; night < 15; ++night) nights.measure(night, slower(3));
  copy_bouts(nights, copied);
  EXPECT_THAT(copied.events(), IsEmpty());
  EXPECT_THAT(open_in(copied), ElementsAre("x.b confirmed since 12"));
  EXPECT_EQ(open_in(copied), open_in(nights));
}

TEST(NightFaults, WhatIsOpenIsComparedAgainWithTheCareOfItsNight) {
  for (const auto& [care, told] : {std::pair(std::optional<double>(), 0.7), {2.0, 2.0}}) {
    Nights nights;
    nights.care = care;
    for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
    nights.measure(12, slower(3));
    const NightlyReport report = nights.night(13, slower(3));
    ASSERT_EQ(report.changes.size(), 1U);
    EXPECT_EQ(report.changes[0].floor_percent, told);
    const auto open = sound(open_changes(nights.store(), "nights of x"));
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].floor_percent, told);
    EXPECT_EQ(to_json(open[0])["reproduce"], to_json(report.changes[0])["reproduce"]);
  }
}

TEST(NightFaults, ANightThatMayStillGoOnOpensNothing) {
  Nights nights;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  cut_short(nights, 12, 7, 30);
  EXPECT_THAT(open_in(nights), IsEmpty());
  nights.measure(12, slower(30));
  EXPECT_THAT(open_in(nights), ElementsAre("x.b new since 12"));
}

/// As after a power cut between the second stage and what it tells.
TEST(NightFaults, AConfirmationThatNoNightCouldTellTurnsTheNextOneRed) {
  Nights nights, copied;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  for (int night = 12; night < 14; ++night) nights.measure(night, slower(3));
  copy_bouts(nights, copied);
  const auto next = copied.measure(14, slower(3));
  const NightlyReport late = *copied.report(next.run).nightly;
  EXPECT_EQ(late.status, NightStatus::Slower);
  ASSERT_THAT(late.changes, SizeIs(1));
  EXPECT_EQ(late.changes[0].confirmed, Nights::kFirst + 13);
  EXPECT_EQ(late.changes[0].told_late, Nights::kFirst + 14);
  EXPECT_TRUE(late.changes[0].tonight);
  EXPECT_THAT(to_text(copied.report(next.run), {}),
              HasSubstr("told on 2024-10-18, for the run of that night ended before it was judged; confirmed: "));
  EXPECT_EQ(copied.night(15, slower(3)).status, NightStatus::Fine);
  EXPECT_EQ(nights.night(14, slower(3)).status, NightStatus::Fine);  // was told
}

TEST(NightFaults, AnAcknowledgedOneTurnsNoNightRed) {
  Nights nights, copied;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  for (int night = 12; night < 14; ++night) nights.measure(night, slower(3));
  copy_bouts(nights, copied);
  const NightEvent told = nights.events().back();
  NightEvent event{told.change, "acknowledged", 1.8e9, "", {}};
  event.note = {{"study", "nights of x"}, {"group", "x.b"}, {"cell", told.note["cell"]}, {"reason", "known"}};
  ASSERT_TRUE(copied.store().add_night({}, std::span(&event, 1)));
  EXPECT_EQ(copied.night(14, slower(3)).status, NightStatus::Fine);
}

TEST(NightFaults, ANightBeforeTheLastIsJudgedByThoseBeforeIt) {
  Nights nights;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  nights.measure(400, slower(0));
  nights.measure(12, slower(3));
  const NightlyReport report = nights.night(13, slower(3));
  EXPECT_EQ(report.status, NightStatus::Slower);
  EXPECT_EQ(report.items[1].nights, 14);
  EXPECT_THAT(report.notes, ElementsAre("a later night was stored when this one was begun, 2025-11-08: this one is "
                                        "judged without what came after it; if the clock was set back, set it right"));
  EXPECT_THAT(nights.report("nightly-011-11").nightly->notes, IsEmpty()) << "later ones came later";
}

TEST(NightFaults, AnImprovementFailsNoNight) {
  Nights nights;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  nights.measure(12, slower(-4));
  const NightlyReport report = nights.night(13, slower(-4));
  EXPECT_EQ(report.status, NightStatus::Fine);
  ASSERT_THAT(report.changes, SizeIs(1));
  EXPECT_EQ(report.changes[0].state, "confirmed");
}

TEST(NightFaults, ASlowDownThatEndsIsRecovered) {
  Nights nights;
  for (int night = 0; night < 12; ++night) nights.measure(night, slower(0));
  for (int night = 12; night < 20; ++night) nights.measure(night, slower(3));
  for (int night = 20; night < 26; ++night) nights.measure(night, slower(0));
  EXPECT_THAT(states(nights), ElementsAre("nightly-012 new", "nightly-013 confirmed", "nightly-020 new",
                                          "nightly-021 recovered", "nightly-021 dismissed"));
}

}  // namespace
}  // namespace assay

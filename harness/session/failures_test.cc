#include "harness/session/findings.h"
#include "harness/session/simulation.h"

namespace assay {
namespace {

using simulation::exactly;
using simulation::group;
using simulation::plan;
using simulation::run;
using stats::Verdict;
using testing::ElementsAre;

std::string world_where(const std::string& side, const std::string& failure) {
  return "[[cell]]\nmatch = {side = \"" + side + "\"}\n[[cell.fail]]\n" + failure + "\n[[cell]]\n";
}

TEST(Failures, OneIsRetriedAndHeals) {
  const auto course = run(plan({group("x.a", {"a", "b"})}, exactly(3)), world_where("b", "attempts = [2]"));
  const CellState& b = course.state.groups[0].cells[1];
  EXPECT_EQ(course.bouts.size(), 4u);
  EXPECT_EQ(b.pairs.size(), 2u);
  EXPECT_EQ(b.outcome, Outcome::Measured);
  EXPECT_FALSE(b.dropped);
}

TEST(Failures, TwoDropTheCellAndTheOthersGoOn) {
  const auto course = run(plan({group("x.a", {"a", "b", "c"})}, exactly(3)),
                          world_where("b", "attempts = [1, 2]\noutcome = \"timed-out\"\ndetail = \"no turn in 60 s\""));
  EXPECT_THAT(course.bouts, ElementsAre("x.a 0 calibrate [a b c]", "x.a 1 turns [a b c]", "x.a 2 turns [a b c]",
                                        "x.a 3 turns [a c]"));
  const auto& cells = course.state.groups[0].cells;
  EXPECT_EQ(cells[1].finding.verdict, Verdict::Failed);
  EXPECT_EQ(cells[1].finding.why, "timed-out twice: no turn in 60 s");
  EXPECT_EQ(cells[1].outcome, Outcome::TimedOut);
  EXPECT_EQ(cells[2].pairs.size(), 3u);
  EXPECT_EQ(course.state.groups[0].end, GroupEnd::Done);
}

TEST(Failures, ApartFromEachOtherDropNothing) {
  const auto course = run(plan({group("x.a", {"a", "b"})}, exactly(6)), world_where("b", "attempts = [1, 3, 5]"));
  const CellState& b = course.state.groups[0].cells[1];
  EXPECT_FALSE(b.dropped);
  EXPECT_EQ(b.failures, 3);
  EXPECT_EQ(b.outcome, Outcome::Measured);
  EXPECT_EQ(b.pairs.size(), 3u);
}

TEST(Failures, InCalibrationTheyAreRetriedThere) {
  const auto course = run(plan({group("x.a", {"a", "b"})}, exactly(1)), world_where("b", "attempts = [0]"));
  EXPECT_THAT(course.bouts, ElementsAre("x.a 0 calibrate [a b]", "x.a 1 calibrate [a b]", "x.a 2 turns [a b]"));
}

TEST(Failures, InBothCalibrationsTheRestIsMeasuredWithoutAThird) {
  const auto course = run(plan({group("x.a", {"a", "b", "c"})}, exactly(1)), world_where("b", "outcome = \"crashed\""));
  EXPECT_THAT(course.bouts, ElementsAre("x.a 0 calibrate [a b c]", "x.a 1 calibrate [a b c]", "x.a 2 turns [a c]"));
}

TEST(Failures, OfTheOnlyOtherSideEndTheComparison) {
  const auto course = run(plan({group("x.a", {"a", "b"})}, exactly(5)),
                          world_where("b", "outcome = \"wrong-result\"\ndetail = \"residual 0.3\""));
  EXPECT_EQ(course.bouts.size(), 2u);
  EXPECT_EQ(course.state.groups[0].end, GroupEnd::Failed);
  EXPECT_EQ(course.state.groups[0].why, "wrong-result twice: residual 0.3");
}

/// Its units are processes of their own: one that failed says nothing of those before it.
TEST(Failures, OfAWholeCommandThatSucceedsNowAndThenAreCounted) {
  Workload command;
  command.kind = "command";
  Group commands = group("command.run", {"a", "b"});
  commands.workload = &command;
  const auto course = run(plan({commands}, exactly(3)), world_where("b", "attempts = [0, 1, 2, 4]"));
  EXPECT_EQ(course.state.groups[0].end, GroupEnd::Done);
  EXPECT_EQ(course.state.groups[0].cells[1].failures, 4);
  EXPECT_EQ(course.state.groups[0].cells[1].pairs.size(), 2u);
}

TEST(Failures, OfTheBaselineEndTheGroup) {
  const auto course = run(plan({group("x.a", {"a", "b", "c"}), group("x.b", {"q", "r"})}, exactly(2)),
                          world_where("a", "attempts = [0, 1]\noutcome = \"crashed\"\ndetail = \"ended by SIGSEGV\""));
  EXPECT_EQ(course.state.groups[0].end, GroupEnd::Failed);
  EXPECT_EQ(course.state.groups[0].why, "the baseline crashed twice: ended by SIGSEGV");
  EXPECT_EQ(course.state.groups[0].cells[2].finding.why, "the baseline crashed twice: ended by SIGSEGV");
  EXPECT_EQ(course.state.groups[0].bouts, 2);
  EXPECT_EQ(course.state.groups[1].end, GroupEnd::Done);
}

TEST(Failures, OfALeaderAreHeldAgainstTheBaseline) {
  const Plan one = plan({group("x.a", {"a", "b"})}, exactly(2));
  SessionState state = begin_state(one);
  BoutRecord lost;
  lost.mode = Mode::Calibrate;
  lost.outcome = Outcome::Killed;
  lost.detail = "the leader was killed by SIGKILL";
  add_bout(state, one, 0, lost);
  EXPECT_TRUE(state.groups[0].open());
  add_bout(state, one, 0, lost);
  EXPECT_EQ(state.groups[0].why, "the baseline killed twice: the leader was killed by SIGKILL");
}

TEST(Failures, ABoutWithoutSlicesCannotGoOnForEver) {
  const Plan one = plan({group("x.a", {"a", "b"})}, exactly(2));
  SessionState state = begin_state(one);
  BoutRecord empty;
  empty.mode = Mode::Calibrate;
  for (const Cell& cell : one.groups[0].cells) {
    empty.processes.emplace_back().cell = cell_id(cell);
    empty.processes.back().outcome = Outcome::Measured;
  }
  add_bout(state, one, 0, empty);
  add_bout(state, one, 0, empty);
  EXPECT_EQ(state.groups[0].why, "the baseline no-result twice: its calibration ended without a result");
}

TEST(Failures, WhatCannotBeComposedIsUnsupportedAtOnce) {
  simulation::Machine machine("[[cell]]\n");
  machine.tools.compose = [](const Group&, const Cell& cell) -> Result<MemberSpec> {
    if (cell.configuration.at("side") == "b") return fail("g++ -O9000: failed", "kernel.cc:3:1", "look at the flags");
    return mock_member(cell);
  };
  const auto course = run(plan({group("x.a", {"a", "b", "c"})}, exactly(1)), machine);
  EXPECT_THAT(course.bouts, ElementsAre("x.a 0 calibrate [a b c]", "x.a 1 turns [a c]"));
  EXPECT_EQ(course.state.groups[0].cells[1].finding.why,
            "unsupported: kernel.cc:3:1: g++ -O9000: failed; look at the flags");
  EXPECT_EQ(course.records[0].processes.back().cell, course.state.groups[0].cells[1].id);
  EXPECT_EQ(course.records[0].outcome, Outcome::Unsupported);
}

TEST(Failures, ABaselineThatCannotBeComposedStartsNoProcess) {
  simulation::Machine machine("[[cell]]\n");
  machine.tools.compose = [](const Group&, const Cell& cell) -> Result<MemberSpec> {
    if (cell.configuration.at("side") == "a") return fail("no such library");
    return mock_member(cell);
  };
  const auto course = run(plan({group("x.a", {"a", "b"})}, exactly(1)), machine);
  EXPECT_THAT(course.bouts, ElementsAre("x.a 0 calibrate [a b]"));
  EXPECT_EQ(course.records[0].processes.size(), 1u);
  EXPECT_EQ(course.state.groups[0].why, "the baseline unsupported: no such library");
}

TEST(Failures, AnEstimateGoesOnWithTheBaselineAlone) {
  Decision decision = exactly(3);
  decision.rule = Rule::Estimate;
  const auto course = run(plan({group("x.a", {"a", "b"})}, decision), world_where("b", "outcome = \"garbled\""));
  EXPECT_THAT(course.bouts, ElementsAre("x.a 0 calibrate [a b]", "x.a 1 calibrate [a b]", "x.a 2 turns [a]",
                                        "x.a 3 turns [a]", "x.a 4 turns [a]"));
  EXPECT_EQ(course.state.groups[0].end, GroupEnd::Done);
}

constexpr const char* suspended =
    "outcome = \"skipped\"\ndetail = \"the machine was suspended for 40.0 s during the bout\"";

std::string suspended_in(const std::string& bouts) {
  return "[[cell]]\n[[cell.fail]]\nattempts = " + bouts + "\n" + suspended + "\n";
}

TEST(Failures, ASuspendedBoutIsTakenAgain) {
  const auto course = run(plan({group("x.a", {"a", "b"})}, exactly(3)), suspended_in("[0, 3]"));
  EXPECT_THAT(course.bouts, ElementsAre("x.a 0 calibrate [a b]", "x.a 1 calibrate [a b]", "x.a 2 turns [a b]",
                                        "x.a 3 turns [a b]", "x.a 4 turns [a b]"));
  const CellState& b = course.state.groups[0].cells[1];
  EXPECT_EQ(b.pairs.size(), 2u);
  EXPECT_EQ(b.failures, 0);
  EXPECT_EQ(course.state.groups[0].end, GroupEnd::Done);
}

TEST(Failures, AMachineThatIsSuspendedTimeAndAgainGivesNoVerdict) {
  const auto course =
      run(plan({group("x.a", {"a", "b"})}, simulation::compare()), suspended_in("[3, 4, 5, 6, 7, 8, 9, 10]"));
  EXPECT_EQ(course.state.groups[0].end, GroupEnd::Failed);
  EXPECT_EQ(course.state.groups[0].cells[1].finding.verdict, Verdict::Failed);
  EXPECT_EQ(course.state.groups[0].cells[1].finding.why,
            "the baseline skipped in 8 of 10 bouts: the machine was suspended for 40.0 s during the bout");
}

/// Side b is set aside in these bouts, and the others beside it are measured: one after the other.
simulation::Course with_b_set_aside(const std::string& bouts) {
  Decision decision = simulation::compare();
  decision.mode = Mode::Adjacent;
  return run(
      plan({group("x.a", {"a", "b", "c"})}, decision),
      "[[cell]]\nmatch = {side = \"b\"}\n[[cell.fail]]\nattempts = " + bouts + "\n" + suspended + "\n[[cell]]\n");
}

TEST(Failures, ASideThatIsSetAsideByItselfInEveryBoutIsGivenUp) {
  const auto course = with_b_set_aside("[1, 2, 3, 4, 5, 6, 7, 8, 9]");
  const auto& cells = course.state.groups[0].cells;
  EXPECT_TRUE(cells[1].dropped);
  EXPECT_EQ(cells[1].finding.why, "skipped twice: the machine was suspended for 40.0 s during the bout");
  EXPECT_EQ(cells[0].failures, 0);
  EXPECT_EQ(cells[2].finding.verdict, Verdict::Same);
  EXPECT_EQ(course.bouts[2], "x.a 2 adjacent [a b c]");
  EXPECT_EQ(course.bouts[3], "x.a 3 adjacent [a c]");
}

TEST(Failures, ASideThatIsSetAsideByItselfForAWhileHeals) {
  const auto course = with_b_set_aside("[2, 3, 4]");
  const auto& cells = course.state.groups[0].cells;
  EXPECT_FALSE(cells[1].dropped);
  EXPECT_EQ(cells[1].failures, 3);
  EXPECT_EQ(cells[1].pairs.size(), 6u);
  EXPECT_EQ(cells[1].finding.verdict, Verdict::Same);
}

TEST(Failures, ASideThatIsSetAsideByItselfFromSomeBoutOnEndsTheComparison) {
  std::string bouts = "[2";
  for (int bout = 3; bout < 100; ++bout) bouts += ", " + std::to_string(bout);
  const auto course = with_b_set_aside(bouts + "]");
  const auto& b = course.state.groups[0].cells[1];
  EXPECT_EQ(b.finding.verdict, Verdict::Failed);
  EXPECT_EQ(b.failures, 8);
  EXPECT_EQ(b.finding.why, "skipped in 8 of 9 bouts: the machine was suspended for 40.0 s during the bout");
}

Plan gate(double floor_percent) {
  Decision decision;
  decision.rule = Rule::Gate;
  Group floored = group("x.a", {"a", "b"});
  floored.floor_percent = floor_percent;
  return plan({floored}, decision);
}

/// In every second bout, from the third on.
TEST(Failures, OfHalfOfTheBoutsLeaveTheOthers) {
  std::string attempts = "attempts = [2";
  for (int attempt = 4; attempt < 400; attempt += 2) attempts += ", " + std::to_string(attempt);
  const std::string world =
      "[[cell]]\nmatch = {side = \"b\"}\n[[cell.fail]]\n" + attempts + "]\ndetail = \"no memory\"\n[[cell]]\n";
  const auto course = run(gate(4), world);
  EXPECT_EQ(course.state.groups[0].cells[1].finding.verdict, Verdict::Same);
  EXPECT_EQ(course.state.groups[0].cells[1].pairs.size(), 6U);
  EXPECT_EQ(course.state.groups[0].cells[1].failures, 5);
  EXPECT_FALSE(course.state.groups[0].cells[1].dropped);
}

TEST(Failures, ThatDoNotEndAnyMoreEndTheComparison) {
  std::string attempts = "attempts = [3";
  for (int attempt = 4; attempt < 40; ++attempt) attempts += ", " + std::to_string(attempt);
  const auto world = [&](const std::string& outcome) {
    return "[[cell]]\nmatch = {side = \"b\"}\n[[cell.fail]]\noutcome = \"" + outcome + "\"\n" + attempts +
           "]\n[[cell]]\n";
  };
  const auto crashed = run(gate(4), world("crashed"));
  EXPECT_EQ(crashed.state.groups[0].cells[1].finding.why, "crashed in 8 of 10 bouts: crashed, as simulated");
  const auto hung = run(gate(4), world("timed-out"));
  EXPECT_EQ(hung.state.groups[0].cells[1].finding.why, "timed-out in 2 of 4 bouts: timed-out, as simulated");
}

TEST(Failures, OfThreeQuartersOfTheBoutsEndTheComparison) {
  std::string attempts = "attempts = [3";
  for (int attempt = 4; attempt < 400; ++attempt)
    if (attempt % 5 != 0) attempts += ", " + std::to_string(attempt);
  const std::string world = "[[cell]]\nmatch = {side = \"b\"}\n[[cell.fail]]\n" + attempts + "]\n[[cell]]\n";
  const auto course = run(gate(0.5), world);
  EXPECT_EQ(course.state.groups[0].cells[1].finding.verdict, Verdict::Failed);
  EXPECT_EQ(course.state.groups[0].cells[1].finding.why, "crashed in 22 of 29 bouts: crashed, as simulated");
}

}  // namespace
}  // namespace assay

#include "harness/session/next.h"

#include <functional>

#include "harness/session/simulation.h"

namespace assay {
namespace {

using simulation::compare;
using simulation::Course;
using simulation::exactly;
using simulation::group;
using simulation::plan;
using simulation::run;
using testing::ElementsAre;

const std::string equal_sides = "[[cell]]\nseconds = 1e-4\n";

TEST(Next, CalibratesOnceThenMeasuresAsOftenAsAskedFor) {
  const Course course = run(plan({group("python.call", {"a", "b"})}, exactly(3)), equal_sides);
  EXPECT_THAT(course.bouts, ElementsAre("python.call 0 calibrate [a b]", "python.call 1 turns [a b]",
                                        "python.call 2 turns [a b]", "python.call 3 turns [a b]"));
  EXPECT_EQ(course.stop.reason, StopReason::Finished);
  EXPECT_EQ(course.state.groups[0].why, "3 bouts as asked for: 3 of 6 bouts for look 1 of 6");
  EXPECT_EQ(course.state.groups[0].cells[1].finding.verdict, stats::Verdict::Undecided);
}

TEST(Next, EveryGroupHasItsBoutInEveryPass) {
  const Plan three = plan({group("x.a", {"a", "b"}), group("x.b", {"a", "b"}), group("x.c", {"a", "b"})}, exactly(4));
  const Course course = run(three, equal_sides);
  ASSERT_EQ(course.bouts.size(), 15u);
  for (std::size_t pass = 0; pass < 5; ++pass) {
    const std::vector<std::size_t> order = pass_order(three, static_cast<int>(pass));
    for (std::size_t place = 0; place < 3; ++place) {
      const std::string mode = pass == 0 ? "calibrate" : "turns";
      const std::string expected = three.groups[order[place]].id + " " + std::to_string(pass) + " " + mode + " [a b]";
      EXPECT_EQ(course.bouts[3 * pass + place], expected);
    }
  }
}

TEST(Next, MoreThanEightConfigurationsMeetInChunksWithTheBaseline) {
  const Course course =
      run(plan({group("x.a", {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"})}, exactly(1)), equal_sides);
  EXPECT_THAT(course.bouts, ElementsAre("x.a 0 calibrate [0 1 2 3 4 5 6 7]", "x.a 1 calibrate [0 8 9]",
                                        "x.a 2 turns [0 1 2 3 4 5 6 7]", "x.a 3 turns [0 8 9]"));
}

TEST(Next, ChunksAreMeasuredInOneWay) {
  const Course course = run(plan({group("x.a", {"0", "1", "2", "3", "4", "5", "6", "7", "8", "slow"})}, exactly(1)),
                            "[[cell]]\nmatch = {side = \"slow\"}\nseconds = 0.02\n[[cell]]\nseconds = 1e-4\n");
  EXPECT_THAT(course.bouts, ElementsAre("x.a 0 calibrate [0 1 2 3 4 5 6 7]", "x.a 1 calibrate [0 8 slow]",
                                        "x.a 2 shared-cpu [0 1 2 3 4 5 6 7]", "x.a 3 shared-cpu [0 8 slow]"));
  EXPECT_EQ(course.state.groups[0].method->why, "iterations of 20 ms, one thread bound by the CPU");
  EXPECT_EQ(course.state.groups[0].method->iterations, 20);
}

TEST(Next, SeedsDifByGroupAndAttemptAndFollowFromTheRuns) {
  EXPECT_EQ(bout_seed(7, "x.a", 0), bout_seed(7, "x.a", 0));
  EXPECT_NE(bout_seed(7, "x.a", 0), bout_seed(7, "x.a", 1));
  EXPECT_NE(bout_seed(7, "x.a", 0), bout_seed(7, "x.b", 0));
  EXPECT_NE(bout_seed(7, "x.a", 0), bout_seed(8, "x.a", 0));
}

TEST(Next, StopsAtOnceWhenInterrupted) {
  const Plan one = plan({group("x.a", {"a", "b"})}, compare());
  SessionState state = begin_state(one);
  state.interrupted = true;
  const auto what = next(one, state);
  ASSERT_TRUE(std::holds_alternative<Stop>(what));
  EXPECT_EQ(std::get<Stop>(what).reason, StopReason::Interrupted);
  EXPECT_EQ(std::get<Stop>(what).why, "interrupted");
}

TEST(Next, ASideThatIsEqualLeavesNothingToCompare) {
  const Course course = run(plan({group("x.a", {"a"})}, compare()), equal_sides);
  EXPECT_TRUE(course.bouts.empty());
  EXPECT_EQ(course.state.groups[0].why, "nothing to compare: the sides are equal here");
}

/// Bouts of a group that measured.
int measured(const Course& course, std::size_t index) {
  int bouts = 0;
  for (const Chunk& chunk : course.state.groups[index].chunks) bouts += chunk.measured;
  return bouts;
}

TEST(Next, ASlowGroupDoesNotUseUpTheTimeOfTheOthers) {
  Decision decision = exactly(1000);
  decision.max_seconds = 100;
  const Course course = run(plan({group("x.fast", {"a", "b"}), group("x.slow", {"a", "b"})}, decision),
                            "[[cell]]\nmatch = {workload = \"x.slow\"}\nseconds = 0.004\n[[cell]]\nseconds = 1e-4\n");
  EXPECT_EQ(course.stop.reason, StopReason::TimeUp);
  EXPECT_EQ(course.stop.why, "max-time 100s was up");
  const auto& groups = course.state.groups;
  EXPECT_LE(course.state.seconds, 100);
  EXPECT_GT(groups[0].seconds, 49);
  EXPECT_LE(groups[0].seconds, 50);
  EXPECT_GT(groups[1].seconds, 49);
  EXPECT_LE(groups[1].seconds, 50);
  EXPECT_GT(measured(course, 0), 3 * measured(course, 1));
}

TEST(Next, WhatAnEndedGroupLeavesGoesToTheOpenOnes) {
  Decision decision = compare(0.5);
  decision.max_seconds = 20;
  const Course course = run(plan({group("x.quiet", {"a", "b"}), group("x.loud", {"a", "b"})}, decision),
                            "[[cell]]\nmatch = {workload = \"x.loud\"}\nprocess_noise = 0.015\nseconds = 0.003\n"
                            "[[cell]]\nprocess_noise = 0.001\nseconds = 1e-4\n");
  const auto& groups = course.state.groups;
  EXPECT_EQ(groups[0].cells[1].finding.verdict, stats::Verdict::Same);
  EXPECT_GT(groups[1].seconds, 10);
  EXPECT_LE(course.state.seconds, 20);
}

/// A run whose bouts are changed before the session takes them.
Course run_changed(const Plan& plan, const std::string& world, const std::function<void(BoutRecord&)>& change) {
  simulation::Machine machine(world);
  BoutMaker maker(plan, "run", machine.tools);
  Course course;
  course.state = begin_state(plan);
  for (;;) {
    const auto what = next(plan, course.state);
    if (const auto* stop = std::get_if<Stop>(&what)) {
      course.stop = *stop;
      return course;
    }
    const auto& bout = std::get<NextBout>(what);
    course.bouts.push_back(simulation::describe(plan, bout));
    BoutRecord record = maker.run(bout);
    change(record);
    add_bout(course.state, plan, bout.group, record);
  }
}

/// Both other sides of the second chunk crash, and the leader gives up before it knows what an iteration takes.
TEST(Next, AChunkThatIsGivenUpIsNotWaitedFor) {
  const Course course = run_changed(
      plan({group("x.a", {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"})}, exactly(1)),
      "[[cell]]\nmatch = {side = \"8\"}\n[[cell.fail]]\n[[cell]]\nmatch = {side = \"9\"}\n[[cell.fail]]\n[[cell]]\n",
      [](BoutRecord& record) {
        if (record.processes.size() == 3) record.calibration.reset();
      });
  EXPECT_THAT(course.bouts, ElementsAre("x.a 0 calibrate [0 1 2 3 4 5 6 7]", "x.a 1 calibrate [0 8 9]",
                                        "x.a 2 calibrate [0 8 9]", "x.a 3 turns [0 1 2 3 4 5 6 7]"));
  EXPECT_EQ(course.stop.why, "every group has ended");
  EXPECT_EQ(course.state.groups[0].end, GroupEnd::Done);
}

/// Two groups of which each calibration takes 3 s and each other bout 1 s.
Course long_calibrations(double max_seconds) {
  Decision decision = exactly(10);
  decision.max_seconds = max_seconds;
  return run_changed(plan({group("x.a", {"a", "b"}), group("x.b", {"a", "b"})}, decision), equal_sides,
                     [](BoutRecord& record) { record.seconds = record.mode == Mode::Calibrate ? 3 : 1; });
}

TEST(Next, ALongCalibrationIsPartOfAGroupsShareAndLeavesItANumber) {
  const Course course = long_calibrations(10);  // 5 s for each: more than a calibration and another bout as long
  EXPECT_EQ(course.stop.why, "max-time 10s was up");
  EXPECT_EQ(course.state.seconds, 10);
  for (std::size_t index : {0, 1}) {
    EXPECT_EQ(course.state.groups[index].seconds, 5);
    EXPECT_EQ(measured(course, index), 2);
  }
}

/// Two whose bouts take 0.16 s, and one whose bouts take 2.7 s, as its calibration foretells.
Course beside_a_long_one(double max_seconds) {
  Decision decision = exactly(8);
  decision.max_seconds = max_seconds;
  return run(plan({group("x.long", {"a", "b"}), group("x.short", {"a", "b"}), group("x.small", {"a", "b"})}, decision),
             "[[cell]]\nmatch = {workload = \"x.long\", side = \"a\"}\nseconds = 0.05\n"
             "[[cell]]\nmatch = {workload = \"x.long\"}\nseconds = 0.4\n[[cell]]\nseconds = 1e-4\n");
}

TEST(Next, OneWhoseSixBoutsDoNotFitItsShareWaitsForTheOthers) {
  const Course course = beside_a_long_one(9);
  ASSERT_EQ(course.bouts.size(), 21u);
  for (std::size_t i = 3; i < 19; ++i) EXPECT_FALSE(course.bouts[i].starts_with("x.long")) << course.bouts[i];
  EXPECT_EQ(course.bouts[19], "x.long 1 shared-cpu [a b]");
  EXPECT_EQ(course.bouts[20], "x.long 2 shared-cpu [a b]");
  EXPECT_EQ(course.stop.why, "max-time 9s was up");
}

TEST(Next, ABoutThatDoesNotFitIntoTheTimeIsNotBegun) {
  const Course course = beside_a_long_one(4);
  EXPECT_EQ(measured(course, 0), 0);
  EXPECT_EQ(measured(course, 1), 8);
  EXPECT_EQ(measured(course, 2), 8);
  EXPECT_EQ(course.stop.why, "no further bout fits into the 1 s that max-time 4s leaves");
}

/// The long one's part goes to the others, which need more than a third of the time.
TEST(Next, WhatCannotGoOnLeavesItsShareToTheOthers) {
  const Course course = beside_a_long_one(2.7);
  EXPECT_EQ(measured(course, 0), 0);
  EXPECT_EQ(measured(course, 1), 8);
  EXPECT_EQ(measured(course, 2), 8);
}

TEST(Next, ABoutIsExpectedToTakeAsLongAsTheCalibration) {
  const Course course = long_calibrations(8);
  EXPECT_EQ(course.stop.why, "no further bout fits into the 2 s that max-time 8s leaves");
  EXPECT_EQ(course.state.seconds, 6);
  for (std::size_t index : {0, 1}) EXPECT_EQ(measured(course, index), 0);
}

}  // namespace
}  // namespace assay

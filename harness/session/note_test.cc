#include "harness/session/note.h"

#include "harness/session/simulation.h"

namespace assay {
namespace {

using simulation::group;
using simulation::plan;

Json note_of(const std::string& world, std::optional<Mode> asked = {}) {
  Plan planned = plan({group("x.a", {"a", "b"})}, simulation::exactly(1));
  planned.study.decision.mode = asked;
  const simulation::Course course = simulation::run(planned, world);
  return group_note(planned, 0, course.state, &course.stop);
}

TEST(Note, SaysByWhichClockTheSidesAreCompared) {
  const Json turns = note_of("[[cell]]\nseconds = 0.001\n");
  EXPECT_EQ(turns["mode"], "turns");
  EXPECT_EQ(turns["clock"], "wall");
  const Json shared = note_of("[[cell]]\nseconds = 0.03\n");
  EXPECT_EQ(shared["mode"], "shared-cpu");
  EXPECT_EQ(shared["clock"], "cpu");
  const Json threads = note_of("[[cell]]\nseconds = 0.03\nthreads = 2\n");
  EXPECT_EQ(threads["mode"], "adjacent");
  EXPECT_EQ(threads["clock"], "wall");
}

/// Nothing leads to this state: each open group without a limit of time has a bout to run.
TEST(Note, AGroupThatCannotRunHasFailed) {
  const Plan planned = plan({group("x.a", {"a", "b"})}, simulation::compare());
  SessionState state = begin_state(planned);
  state.groups[0].chunks[0].calibrated = true;  // and no method
  const auto what = next(planned, state);
  ASSERT_TRUE(std::holds_alternative<Stop>(what));
  const Stop& stop = std::get<Stop>(what);
  EXPECT_EQ(stop.reason, StopReason::Finished);
  const Json note = group_note(planned, 0, state, &stop);
  EXPECT_EQ(note["state"], "failed");
  EXPECT_EQ(note["why"], "none of its bouts can be run");
}

TEST(Note, OfOneThatTimeDidNotSufficeForSaysWhatItWouldHaveTaken) {
  Decision decision = simulation::exactly(8);
  decision.max_seconds = 3;
  const Plan one = simulation::plan({simulation::group("x.long", {"a", "b"})}, decision);
  const auto why = [&](const std::string& seconds) {
    const simulation::Course course = simulation::run(one, "[[cell]]\nseconds = " + seconds + "\n");
    return group_note(one, 0, course.state, &course.stop)["why"].get<std::string>();
  };
  EXPECT_EQ(why("0.4"), "max-time 3s left 3 s, too few for its first bout (about 5 s; 6 take about 30 s)");
  EXPECT_EQ(why("0.13"), "max-time 3s left 1 s, too few for its next bout (about 2 s; 6 take about 10 s)");
}

}  // namespace
}  // namespace assay

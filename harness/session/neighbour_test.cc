#include <cmath>

#include "harness/session/confirmation.h"
#include "harness/session/note.h"
#include "harness/session/simulation.h"

namespace assay {
namespace {

using simulation::compare;
using simulation::Course;
using simulation::group;
using simulation::plan;
using simulation::run;
using stats::Basis;

std::string beside(double share, const std::string& more = {}) {
  return "[neighbour]\nshare = " + std::to_string(share) +
         "\nslowdown = 0.4\n"
         "[[cell]]\nmatch = {side = \"b\"}\nseconds = 0.00105\nnoise = 0.02\nprocess_noise = 0.003\n" +
         "[[cell]]\nseconds = 0.001\nnoise = 0.02\nprocess_noise = 0.003\n" + more;
}

Course one(const std::string& world) {
  return run(plan({group("x.a", {"a", "b"})}, compare()), world);
}

std::size_t rounds(const BoutRecord& bout) {
  return bout.processes.front().slices.size();
}

TEST(Neighbour, BoutsAreProlongedAndTheUndisturbedRoundsDecide) {
  const Course course = one(beside(0.6));
  const CellState& b = course.state.groups[0].cells[1];
  EXPECT_EQ(b.finding.basis, Basis::Undisturbed);
  EXPECT_EQ(b.finding.verdict, stats::Verdict::Changed);
  EXPECT_NEAR(b.finding.effect->percent, 5, 1);
  std::size_t longest = 0;
  for (std::size_t i = 1; i < course.records.size(); ++i) longest = std::max(longest, rounds(course.records[i]));
  EXPECT_GT(longest, 60U);
  EXPECT_LE(longest, 160U);
  for (const stats::PairValue& pair : b.pairs) EXPECT_EQ(pair.rounds, 50);
}

TEST(Neighbour, WhoIsNeverIdleLeavesAllRounds) {
  const Course course = one(beside(0.9));
  EXPECT_EQ(course.state.groups[0].cells[1].finding.basis, Basis::All);
  // Two are prolonged in vain; then five of six cannot have enough any more, and there is nothing to wait for.
  const auto& pairs = course.state.groups[0].cells[1].pairs;
  int missed = 0, prolonged = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const std::size_t length = rounds(course.records[i + 1]);
    EXPECT_TRUE(missed < 2 || length == 60U) << "bout " << i;
    prolonged += length == 160U ? 1 : 0;
    missed += pairs[i].undisturbed_rounds < kUndisturbedRounds ? 1 : 0;
  }
  EXPECT_EQ(prolonged, 2);
}

TEST(Neighbour, AQuietMachineIsNotMeasuredForLonger) {
  const Course course = one(beside(0));
  EXPECT_EQ(course.state.groups[0].cells[1].finding.basis, Basis::Undisturbed);
  for (std::size_t i = 1; i < course.records.size(); ++i) EXPECT_EQ(rounds(course.records[i]), 60U);
}

TEST(Neighbour, TheBaseIsSettledWithTheSixthBoutAndNoted) {
  const Plan planned = plan({group("x.a", {"a", "b"})}, compare());
  const Course course = run(planned, beside(0.6));
  ASSERT_TRUE(course.state.references.settled());
  EXPECT_NEAR(*course.state.references.base_ns(), 4000, 10);
  EXPECT_EQ(group_note(planned, 0, course.state, &course.stop)["reference_base_ns"],
            *course.state.references.base_ns());
  EXPECT_TRUE(course.state.groups[0].early.empty());
  SessionState state = begin_state(planned);
  for (std::size_t i = 0; i < 6; ++i) add_bout(state, planned, 0, course.records[i]);
  EXPECT_FALSE(state.references.settled());
  EXPECT_EQ(state.groups[0].early.size(), 5U);
  add_bout(state, planned, 0, course.records[6]);
  EXPECT_TRUE(state.references.settled());
}

/// By its own readings every round of such a run is undisturbed.
TEST(Neighbour, WhoIsNeverIdleIsKnownByTheHostsEarlierRuns) {
  Plan planned = plan({group("x.a", {"a", "b"})}, compare());
  const Course alone = run(planned, beside(1));
  EXPECT_EQ(alone.state.groups[0].cells[1].finding.basis, Basis::Undisturbed);
  EXPECT_FALSE(group_note(planned, 0, alone.state, &alone.stop).contains("reference_own_ns"));
  planned.host_base_ns = 4010;
  const Course held = run(planned, beside(1));
  const CellState& b = held.state.groups[0].cells[1];
  EXPECT_EQ(b.finding.basis, Basis::All);
  EXPECT_EQ(b.pairs.front().undisturbed_rounds, 0);
  EXPECT_EQ(b.pairs.back().disturbed_rounds, 50);
  const Json note = group_note(planned, 0, held.state, &held.stop);
  EXPECT_EQ(note["reference_base_ns"], 4010);
  EXPECT_NEAR(note["reference_own_ns"].get<double>(), 6000, 10);
}

TEST(Neighbour, AnEarlierRunsBaseChangesNothingWhereTheCoreRests) {
  Plan planned = plan({group("x.a", {"a", "b"})}, compare());
  planned.host_base_ns = 3850;  // 4 % less: another step of the clock
  const Course course = run(planned, beside(0.6));
  EXPECT_EQ(course.state.groups[0].cells[1].finding.basis, Basis::Undisturbed);
  EXPECT_NEAR(*course.state.references.base_ns(), 4000, 10);
}

/// Settled or not, an early bout has one value.
TEST(Neighbour, EarlyBoutsAreReadAgainNotTwice) {
  Decision six = simulation::exactly(6);
  const Course course = run(plan({group("x.a", {"a", "b"}), group("x.b", {"a", "b", "c"})}, six), beside(0.3));
  for (const GroupState& each : course.state.groups)
    for (std::size_t i = 1; i < each.cells.size(); ++i) {
      EXPECT_EQ(each.cells[i].pairs.size(), 6U);
      EXPECT_EQ(each.cells[i].started.size(), 6U);
      for (const stats::PairValue& pair : each.cells[i].pairs) EXPECT_GT(pair.undisturbed_rounds, 0);
    }
}

}  // namespace
}  // namespace assay

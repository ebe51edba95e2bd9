#include <map>

#include "harness/session/findings.h"
#include "harness/session/simulation.h"
#include "harness/stats/pair.h"
#include "harness/stats/reference.h"

namespace assay {
namespace {

using simulation::compare;
using simulation::Course;
using simulation::group;
using simulation::plan;
using simulation::run;
using stats::Finding;
using stats::Verdict;

Finding compared(const std::string& world, std::uint64_t seed, double care = 2) {
  return run(plan({group("x.a", {"a", "b"})}, compare(care), seed), world).state.groups[0].cells[1].finding;
}

/// A pair's standard deviation of about 1 %, as measured in turns; b takes `ratio` times a's time.
std::string world_with(double ratio, double process_noise = 0.007, const std::string& more = {}) {
  const std::string noise = "\nprocess_noise = " + std::to_string(process_noise) + "\nnoise = 0.02\n" + more;
  return "[[cell]]\nmatch = {side = \"a\"}\nseconds = 0.001" + noise +
         "[[cell]]\nmatch = {side = \"b\"}\nseconds = " + std::to_string(0.001 * ratio) + noise;
}

/// How often each verdict came out over seeds 1 to `runs`.
std::map<Verdict, int> verdicts(const std::string& world, int runs) {
  std::map<Verdict, int> counts;
  for (int seed = 1; seed <= runs; ++seed) ++counts[compared(world, static_cast<std::uint64_t>(seed)).verdict];
  return counts;
}

TEST(Verdicts, AChangeOfTheSizeCaredForIsFound) {
  auto counts = verdicts(world_with(1.02), 200);
  EXPECT_GE(counts[Verdict::Changed], 194);
  EXPECT_LE(counts[Verdict::Same], 4);  // an effect of just the size cared for: 1 % of each 98 % interval misses it
}

TEST(Verdicts, EqualSidesAreSameAndSeldomChanged) {
  auto counts = verdicts(world_with(1), 200);
  EXPECT_LE(counts[Verdict::Changed], 10);
  EXPECT_GE(counts[Verdict::Same], 185);
}

TEST(Verdicts, TheIntervalHoldsTheTruth) {
  int held = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Finding finding = compared(world_with(1.1), seed);
    EXPECT_EQ(finding.verdict, Verdict::Changed);
    held += finding.effect->low <= 10 && 10 <= finding.effect->high ? 1 : 0;
  }
  EXPECT_GE(held, 190);
}

TEST(Verdicts, AMachineThatIsTooNoisySaysSo) {
  auto counts = verdicts(world_with(1, 0.15), 100);
  EXPECT_GE(counts[Verdict::Noisy], 95);
}

TEST(Verdicts, HalfOfWhatIsCaredForMayStayUndecided) {
  auto counts = verdicts(world_with(1.01, 0.025), 100);
  EXPECT_GE(counts[Verdict::Undecided], 40);
}

TEST(Verdicts, DriftOfBothSidesIsNoEffect) {
  auto counts = verdicts(world_with(1, 0.007, "drift = 0.03\n"), 100);
  EXPECT_LE(counts[Verdict::Changed], 5);
}

TEST(Verdicts, ANeighbourOfBothSidesIsNoEffectAndIsSeen) {
  const std::string world = "[neighbour]\nshare = 0.5\nslowdown = 0.4\n" + world_with(1);
  auto counts = verdicts(world, 100);
  EXPECT_LE(counts[Verdict::Changed], 5);
  const Course course = run(plan({group("x.a", {"a", "b"})}, simulation::exactly(30)), world);
  double disturbed = 0;
  for (std::size_t i = 1; i < course.records.size(); ++i)
    disturbed += stats::pair_value(course.records[i], 0, 1, {stats::Clock::Wall, 4000.0})->disturbed_share / 30;
  EXPECT_NEAR(disturbed, 0.5, 0.1);
}

/// Six quiet bouts, and then a busy machine: nothing is decided that only the quiet ones could carry.
std::string turning(const std::string& more) {
  return "[turn]\nbout = 5\nprocess_noise = 0.1\n" + more;
}

TEST(Verdicts, AMachineThatTurnsNoisyInTheMiddleGivesNoWrongVerdict) {
  for (const char* neighbour : {"", "share = 0.95\n[neighbour]\nslowdown = 0.4\n"}) {
    auto counts = verdicts(turning(neighbour) + world_with(1), 200);
    EXPECT_LE(counts[Verdict::Changed], 10) << neighbour;
    auto off = verdicts(turning(neighbour) + world_with(1.02), 200);
    EXPECT_LE(off[Verdict::Same], 10) << neighbour;
  }
}

TEST(Verdicts, LongIterationsShareACpuAndThreadsDoNot) {
  const auto method = [](const std::string& world) {
    return *run(plan({group("x.a", {"a", "b"})}, simulation::exactly(1)), world).state.groups[0].method;
  };
  EXPECT_EQ(method("[[cell]]\nseconds = 0.03\n").mode, Mode::SharedCpu);
  Plan asked = plan({group("x.a", {"a", "b"})}, simulation::exactly(1));
  asked.study.decision.mode = Mode::Adjacent;
  EXPECT_EQ(run(asked, "[[cell]]\nseconds = 0.03\n").state.groups[0].method->why, "as asked for");
  EXPECT_EQ(method("[[cell]]\nseconds = 0.03\n").iterations, 4);
  EXPECT_EQ(method("[[cell]]\nseconds = 0.03\nthreads = 2\n").mode, Mode::Adjacent);
  EXPECT_EQ(method("[[cell]]\nseconds = 0.03\nthreads = 2\n").rounds, 20);
  EXPECT_EQ(method("[[cell]]\nseconds = 0.06\nthreads = 2\n").rounds, 1);
  EXPECT_EQ(method("[[cell]]\nseconds = 0.001\nturn_excess = 0.03\n").turn_slices, 2);
  EXPECT_EQ(method("[[cell]]\nseconds = 0.001\nturn_excess = 0.03\n").why,
            "iterations of 1 ms; the slice of a turn that counts, of 2, takes 3.0 % more than later ones would");
  EXPECT_EQ(method("[[cell]]\nseconds = 0.001\nturn_excess = 3\n").mode, Mode::Adjacent);
}

TEST(Verdicts, AnEstimateStopsOnItsWidthNotOnSignificance) {
  Decision decision;
  decision.width_percent = 1;
  const Course course = run(plan({group("x.a", {"a", "b"})}, decision), world_with(1.5));
  const Finding& finding = course.state.groups[0].cells[1].finding;
  EXPECT_GT(finding.bouts, 9);
  EXPECT_LE(finding.effect->high - finding.effect->low, 1);
  EXPECT_EQ(finding.verdict, Verdict::Changed);
}

TEST(Verdicts, AnEstimateOfOneConfigurationStopsOnTheWidthOfItsOwnTime) {
  Decision decision;
  decision.width_percent = 1;
  const Course course = run(plan({group("x.a", {"a"})}, decision), world_with(1));
  EXPECT_EQ(course.state.groups[0].end, GroupEnd::Done);
  const Finding& finding = course.state.groups[0].cells[0].finding;
  EXPECT_LE(finding.effect->high - finding.effect->low, 1);
  EXPECT_GT(finding.bouts, 6);
}

TEST(Verdicts, EmulatedGroupsRunOnceForTheirResult) {
  Group emulated = group("x.a", {"a", "b"});
  for (Cell& cell : emulated.cells) cell.configuration["runner"] = "emulated";
  const Course course = run(plan({emulated}, compare()), world_with(1.5));
  EXPECT_EQ(course.bouts.size(), 2u);
  const Finding& finding = course.state.groups[0].cells[1].finding;
  EXPECT_EQ(finding.verdict, Verdict::Undecided);
  EXPECT_EQ(finding.why,
            "emulated: run once for its result, its times are no performance: 1 of 6 bouts for look 1 of 6");
}

}  // namespace
}  // namespace assay

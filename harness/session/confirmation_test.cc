#include "harness/session/confirmation.h"

#include <algorithm>

#include "harness/session/findings.h"
#include "harness/session/simulation.h"

namespace assay {
namespace {

using simulation::compare;
using simulation::Course;
using simulation::group;
using simulation::plan;
using simulation::run;
using stats::Verdict;
using testing::ElementsAre;

/// One pair that differs by 5 % and one of equals.
const std::string one_differs =
    "[[cell]]\nmatch = {workload = \"x.slow\", side = \"b\"}\nseconds = 0.00105\nprocess_noise = 0.002\n"
    "[[cell]]\nseconds = 0.001\nprocess_noise = 0.002\n";

std::vector<GroupState> ended(const Plan& planned, const std::string& world) {
  return run(planned, world).state.groups;
}

/// Bouts of one group, calibration left out.
std::vector<std::string> bouts_of(const Course& course, const std::string& group) {
  std::vector<std::string> bouts;
  for (const std::string& bout : course.bouts)
    if (bout.starts_with(group + " ") && bout.find("calibrate") == std::string::npos) bouts.push_back(bout);
  return bouts;
}

TEST(Confirmation, OnlyWhatWasFlaggedIsMeasuredAgain) {
  const Course course = run(plan({group("x.slow", {"a", "b"}), group("x.equal", {"a", "b"})}, compare()), one_differs);
  EXPECT_EQ(bouts_of(course, "x.equal").size(), 6u);
  EXPECT_EQ(bouts_of(course, "x.slow").size(), 6u + 9u);
  const auto& groups = course.state.groups;
  EXPECT_EQ(course.state.flagged, 1);
  EXPECT_EQ(groups[1].cells[1].finding.verdict, Verdict::Same);
  EXPECT_FALSE(groups[1].cells[1].confirmation);
  const stats::Finding& slow = groups[0].cells[1].finding;
  EXPECT_EQ(slow.verdict, Verdict::Changed);
  EXPECT_EQ(slow.bouts, 9);
  EXPECT_EQ(groups[0].cells[1].confirmation->after, 6u);
  EXPECT_EQ(groups[0].first_fresh, 7);  // of all bouts: the calibration and the screen's six came before
  EXPECT_NEAR(slow.effect->percent, 5, 0.5);
  EXPECT_TRUE(groups[0].why.starts_with("confirmed by fresh bouts: p ")) << groups[0].why;
  EXPECT_EQ(course.stop.reason, StopReason::Finished);
}

TEST(Confirmation, WaitsUntilAllAreScreened) {
  const Plan planned = plan({group("x.slow", {"a", "b"}), group("x.loud", {"a", "b"})}, compare());
  const Course course = run(planned, one_differs.substr(0, one_differs.rfind("[[cell]]")) +
                                         "[[cell]]\nmatch = {workload = \"x.loud\"}\nprocess_noise = 0.02\n"
                                         "[[cell]]\nprocess_noise = 0.002\n");
  const auto last_loud = std::ranges::find_if(course.bouts.rbegin(), course.bouts.rend(),
                                              [](const std::string& bout) { return bout.starts_with("x.loud"); });
  const auto slow_before =
      std::count_if(last_loud, course.bouts.rend(), [](const std::string& bout) { return bout.starts_with("x.slow"); });
  EXPECT_EQ(slow_before, 7);  // the calibration and the six of the screen
}

TEST(Confirmation, OneComparisonIsNoSuite) {
  const auto groups = ended(plan({group("x.slow", {"a", "b"})}, compare()), one_differs);
  EXPECT_EQ(groups[0].cells[1].finding.verdict, Verdict::Changed);
  EXPECT_EQ(groups[0].cells[1].finding.looks, 6);
  EXPECT_FALSE(groups[0].cells[1].confirmation);
  EXPECT_FALSE(is_suite(plan({group("x.a", {"a", "b"})}, simulation::exactly(9))));
  EXPECT_FALSE(is_suite(plan({group("x.a", {"a", "b", "c"})}, simulation::exactly(9))));
  EXPECT_TRUE(is_suite(plan({group("x.a", {"a", "b", "c"})}, compare())));
}

TEST(Confirmation, EmulatedComparisonsAreNone) {
  Group emulated = group("x.b", {"a", "b", "c"});
  for (Cell& cell : emulated.cells) cell.configuration["runner"] = "emulated";
  const Plan planned = plan({group("x.a", {"a", "b"}), emulated}, compare());
  EXPECT_EQ(comparisons_of(planned), 1);
  EXPECT_FALSE(is_suite(planned));
}

TEST(Confirmation, OfThreeConfigurationsLeavesOutTheOneThatIsTheSame) {
  const Course course = run(plan({group("x.slow", {"a", "b", "c"})}, compare()), one_differs);
  const auto bouts = bouts_of(course, "x.slow");
  ASSERT_EQ(bouts.size(), 15u);
  EXPECT_EQ(bouts[5], "x.slow 6 turns [a b c]");
  EXPECT_EQ(bouts[6], "x.slow 7 turns [a b]");
  EXPECT_EQ(course.state.groups[0].cells[2].finding.verdict, Verdict::Same);
}

/// Each pair of equals is flagged in a tenth of the suites at most, and reported in a twentieth of all suites at most.
TEST(Confirmation, SuitesOfEqualsSeldomReportAnything) {
  int flagged = 0, changed = 0;
  const std::string equals = "[[cell]]\nprocess_noise = 0.007\nnoise = 0.02\n";
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const auto groups = ended(plan({group("x.a", {"a", "b"}), group("x.b", {"a", "b"}), group("x.c", {"a", "b"}),
                                    group("x.d", {"a", "b"}), group("x.e", {"a", "b"})},
                                   compare(), seed),
                              equals);
    int of_suite = 0;
    for (const GroupState& each : groups) {
      flagged += each.confirming() ? 1 : 0;
      of_suite += each.cells[1].finding.verdict == Verdict::Changed ? 1 : 0;
    }
    changed += of_suite > 0 ? 1 : 0;
  }
  EXPECT_GT(flagged, 10);
  EXPECT_LT(flagged, 65);
  EXPECT_LE(changed, 5);
}

/// Two pairs that differ by half a percent, which is cared for, and vary by 1.2 %; and one of equals.
const std::string half_a_percent =
    "[[cell]]\nmatch = {workload = \"x.equal\"}\nseconds = 0.001\nprocess_noise = 0.001\n"
    "[[cell]]\nmatch = {side = \"b\"}\nseconds = 0.001006\nprocess_noise = 0.0085\n"
    "[[cell]]\nseconds = 0.001\nprocess_noise = 0.0085\n";

Plan half_a_percent_plan(std::optional<double> max_seconds) {
  Decision decision = compare(0.5);
  decision.max_seconds = max_seconds;
  return plan({group("x.one", {"a", "b"}), group("x.other", {"a", "b"}), group("x.equal", {"a", "b"})}, decision, 3);
}

TEST(Confirmation, GoesOnAsFarAsTheCareAsks) {
  const auto groups = ended(half_a_percent_plan({}), half_a_percent);
  for (const std::size_t index : {0u, 1u}) {
    const stats::Finding& finding = groups[index].cells[1].finding;
    EXPECT_EQ(finding.verdict, Verdict::Changed) << finding.why;
    EXPECT_EQ(finding.looks, 11) << finding.why;  // 9 to 272
    EXPECT_NEAR(finding.effect->percent, 0.6, 0.4);
  }
  const int most = std::max(groups[0].cells[1].finding.bouts, groups[1].cells[1].finding.bouts);
  EXPECT_GT(most, 48);
}

/// However long each of them may go on: what is flagged waits with its share, and shares what the others left.
TEST(Confirmation, OfTwoSharesTheTimeThatIsLeft) {
  const double all = 20;
  const Course course = run(half_a_percent_plan(all), half_a_percent);
  const auto& groups = course.state.groups;
  ASSERT_EQ(course.stop.reason, StopReason::TimeUp);
  ASSERT_EQ(course.state.flagged, 2);
  EXPECT_LE(course.state.seconds, all);
  EXPECT_GT(course.state.seconds, all - 1);
  const double share = (all - groups[2].seconds) / 2;
  for (const std::size_t index : {0u, 1u}) {
    EXPECT_LE(groups[index].seconds, share);
    EXPECT_GT(groups[index].seconds, share - 0.5);
  }
}

TEST(Confirmation, WhatTimeKeptFromBeingConfirmedIsUndecided) {
  Decision decision = compare();
  decision.max_seconds = 2.7;
  const Plan planned = plan({group("x.slow", {"a", "b"}), group("x.equal", {"a", "b"})}, decision);
  const Course course = run(planned, one_differs);
  EXPECT_EQ(course.stop.reason, StopReason::TimeUp);
  GroupState slow = course.state.groups[0];
  ASSERT_TRUE(slow.confirming());
  EXPECT_TRUE(standing(planned, course.state).limited);
  close_findings(slow, rules_for(planned, planned.groups[0]), course.stop.why);
  EXPECT_EQ(slow.cells[1].finding.verdict, Verdict::Undecided);
  EXPECT_TRUE(slow.cells[1].finding.why.starts_with("max-time 2.7s was up: flagged by the screen (+"))
      << slow.cells[1].finding.why;
}

/// Its share of the time being used up, a group is given up for the confirmation of another.
TEST(Confirmation, BeginsWhenTimeKeepsTheOthersFromBeingScreened) {
  Decision decision = compare();
  decision.max_seconds = 20;
  const Plan planned = plan({group("x.slow", {"a", "b"}), group("x.long", {"a", "b"})}, decision);
  const Course course = run(planned, one_differs.substr(0, one_differs.rfind("[[cell]]")) +
                                         "[[cell]]\nmatch = {workload = \"x.long\"}\nseconds = 0.3\n"
                                         "[[cell]]\nprocess_noise = 0.002\n");
  EXPECT_EQ(course.state.groups[0].cells[1].finding.verdict, Verdict::Changed);
  EXPECT_EQ(course.state.groups[1].end, GroupEnd::OutOfTime);
  EXPECT_EQ(course.state.groups[1].why, "max-time 20s was up");
  EXPECT_EQ(course.stop.reason, StopReason::TimeUp);
}

}  // namespace
}  // namespace assay

#include "harness/session/confirmation.h"
#include "harness/session/findings.h"
#include "harness/session/simulation.h"
#include "harness/stats/looks.h"

namespace assay {
namespace {

using simulation::group;
using simulation::run;
using stats::Verdict;

Plan gate(std::vector<Group> groups, const std::vector<double>& floors) {
  Decision decision;
  decision.rule = Rule::Gate;
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i].floor_percent = floors[i];
  return simulation::plan(std::move(groups), decision);
}

const CellState& other_side(const simulation::Course& course, std::size_t group = 0) {
  return course.state.groups[group].cells[1];
}

TEST(Gate, AWorkloadsFloorIsItsCare) {
  const auto course = run(gate({group("x.a", {"a", "b"}), group("x.b", {"a", "b"})}, {4, 1}), "[[cell]]\n");
  EXPECT_EQ(other_side(course, 0).finding.verdict, Verdict::Same);
  EXPECT_EQ(other_side(course, 0).finding.looks, static_cast<int>(stats::screen_looks(4).at.size()));
  EXPECT_EQ(other_side(course, 1).finding.looks, static_cast<int>(stats::screen_looks(1).at.size()));
  EXPECT_THAT(other_side(course, 0).finding.why, testing::HasSubstr("< 4 %"));
  EXPECT_THAT(other_side(course, 1).finding.why, testing::HasSubstr("< 1 %"));
}

TEST(Gate, ASingleChangeIsConfirmed) {
  const Plan plan = gate({group("x.a", {"a", "b"})}, {1});
  EXPECT_TRUE(is_suite(plan));
  const auto course = run(plan, "[[cell]]\nmatch = {side = \"b\"}\nseconds = 1.05e-4\n[[cell]]\nseconds = 1e-4\n");
  EXPECT_EQ(other_side(course).finding.verdict, Verdict::Changed);
  ASSERT_TRUE(other_side(course).confirmation);
  EXPECT_EQ(other_side(course).confirmation->flagged, 1);
  EXPECT_EQ(other_side(course).finding.bouts, 9);
  EXPECT_EQ(course.state.groups[0].bouts, 1 + 6 + 9);
}

}  // namespace
}  // namespace assay

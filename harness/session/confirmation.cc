#include "harness/session/confirmation.h"

#include <algorithm>

#include "harness/session/budget.h"
#include "harness/session/findings.h"
#include "harness/session/next.h"

namespace assay {
namespace {

int flagged_in(const SessionState& state) {
  int flagged = 0;
  for (const GroupState& group : state.groups)
    flagged +=
        static_cast<int>(std::ranges::count_if(group.cells, [](const CellState& each) { return is_flagged(each); }));
  return flagged;
}

void confirm(GroupState& group, const Rules& rules, int flagged) {
  for (CellState& cell : group.cells)
    if (is_flagged(cell)) cell.confirmation = stats::Confirmation{flagged, cell.pairs.size()};
  group.first_fresh = group.bouts;
  for (Chunk& chunk : group.chunks) chunk.passes = 0;
  group.end = GroupEnd::Open;
  bring_up_to_date(group, rules);
}

}  // namespace

bool is_suite(const Plan& plan) {
  if (plan.study.decision.rule == Rule::Estimate || plan.study.decision.bouts) return false;
  if (std::ranges::any_of(plan.groups, [](const Group& group) { return !group.suspicions.empty(); })) return false;
  return comparisons_of(plan) >= (plan.study.decision.rule == Rule::Gate ? 1 : 2);
}

int comparisons_of(const Plan& plan) {
  std::size_t comparisons = 0;
  for (const Group& group : plan.groups)
    if (!is_emulated(group) && !group.cells.empty()) comparisons += group.cells.size() - 1;
  return static_cast<int>(comparisons);
}

bool is_flagged(const CellState& cell) {
  return cell.finding.verdict == stats::Verdict::Flagged;
}

void begin_confirmation(SessionState& state, const Plan& plan) {
  if (state.flagged > 0 || !is_suite(plan) || anything_runs(plan, state)) return;
  state.flagged = flagged_in(state);
  if (state.flagged == 0) return;
  for (std::size_t index = 0; index < state.groups.size(); ++index) {
    GroupState& group = state.groups[index];
    if (group.open()) {
      group.why = nothing_runs(plan, state, index);
      group.end = GroupEnd::OutOfTime;
    } else if (group.end == GroupEnd::Flagged) {
      confirm(group, rules_for(plan, plan.groups[index]), state.flagged);
    }
  }
}

}  // namespace assay

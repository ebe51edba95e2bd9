#include <algorithm>

#include "harness/session/budget.h"
#include "harness/session/confirmation.h"
#include "harness/session/observer.h"
#include "harness/stats/looks.h"

namespace assay {
namespace {

constexpr int usual_bouts = 9;  // most comparisons end at the first or second look

int next_look(int measured) {
  for (const int look : stats::all_looks())
    if (look > measured) return look;
  return measured + 1;
}

int bouts_left(const GroupState& group, const Chunk& chunk, const Decision& decision) {
  if (decision.bouts) return std::max(0, *decision.bouts - chunk.measured);
  const int had = group.confirming() ? chunk.passes : chunk.measured;
  return std::max(usual_bouts, next_look(had)) - had;
}

/// A flagged group's confirmation has not begun.
double flagged_seconds_left(const GroupState& group) {
  double seconds = 0;
  for (const Chunk& chunk : group.chunks)
    if (std::ranges::any_of(chunk.cells, [&](std::size_t index) { return is_flagged(group.cells[index]); }))
      seconds += usual_bouts * expected_bout_seconds(group, chunk);
  return seconds;
}

/// Before a chunk's first bout the plan's estimate stands for it.
double chunk_seconds_left(const Plan& plan, const GroupState& group, const Chunk& chunk, std::size_t chunks) {
  if (chunk.bouts == 0) return plan.estimated_seconds / static_cast<double>(chunks);
  return expected_bout_seconds(group, chunk) * bouts_left(group, chunk, plan.study.decision);
}

}  // namespace

Standing standing(const Plan& plan, const SessionState& state) {
  Standing now;
  now.groups = state.groups.size();
  now.seconds = state.seconds;
  std::size_t chunks = 0;
  for (const GroupState& group : state.groups) chunks += group.chunks.size();
  for (const GroupState& group : state.groups) {
    now.bouts += group.bouts;
    if (!group.open() && group.end != GroupEnd::Flagged) continue;
    ++now.open;
    if (!group.open()) now.seconds_left += flagged_seconds_left(group);
    for (const Chunk& chunk : group.chunks)
      if (group.open() && chunk.open) now.seconds_left += chunk_seconds_left(plan, group, chunk, chunks);
  }
  const auto& budget = plan.study.decision.max_seconds;
  now.limited = budget && *budget - state.seconds < now.seconds_left;
  if (budget) now.seconds_left = std::clamp(*budget - state.seconds, 0.0, now.seconds_left);
  return now;
}

}  // namespace assay

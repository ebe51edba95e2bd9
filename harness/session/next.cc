#include "harness/session/next.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>

#include "harness/session/budget.h"

namespace assay {
namespace {

/// A chunk that is calibrated waits until the others of its group are, for all are measured in one way.
bool can_run(const GroupState& group, const Chunk& chunk) {
  return group.open() && chunk.open && (group.method.has_value() || !chunk.calibrated);
}

/// Which chunks are next: those of the first claim that any has, and of them those with the least bouts in their stage,
/// the pass that is being done.
struct Turn {
  Claim claim = Claim::First;
  int pass = 0;
  auto operator<=>(const Turn&) const = default;
};

std::optional<Turn> turn_of(const SessionState& state, const Budget& budget, std::size_t index, const Chunk& chunk) {
  if (!can_run(state.groups[index], chunk)) return std::nullopt;
  const auto claim = budget.claim(index, chunk);
  return claim ? std::optional(Turn{*claim, chunk.passes}) : std::nullopt;
}

std::optional<Turn> current_turn(const SessionState& state, const Budget& budget) {
  std::optional<Turn> first;
  for (std::size_t index = 0; index < state.groups.size(); ++index)
    for (const Chunk& chunk : state.groups[index].chunks)
      if (const auto turn = turn_of(state, budget, index, chunk); turn && (!first || *turn < *first)) first = turn;
  return first;
}

/// As long as undisturbed rounds can decide for one of them.
bool wants_undisturbed(const GroupState& group, const std::vector<std::size_t>& cells) {
  return std::ranges::any_of(cells, [&](std::size_t index) {
    const auto& pairs = group.cells[index].pairs;
    if (index == group.baseline) return cells.size() == 1;
    std::vector<int> rounds;
    for (const stats::PairValue& pair : pairs) rounds.push_back(pair.undisturbed_rounds);
    return stats::can_be_undisturbed(rounds);
  });
}

NextBout bout_of(const Plan& plan, const SessionState& state, std::size_t index, const Chunk& chunk) {
  const GroupState& group = state.groups[index];
  NextBout bout;
  bout.group = index;
  bout.cells = group.live(chunk);
  if (group.method)
    bout.method = *group.method;
  else
    bout.method.mode = Mode::Calibrate;
  if (bout.method.mode == Mode::Turns && wants_undisturbed(group, bout.cells))
    bout.reference_base_ns = state.references.so_far().value_or(0);
  bout.attempt = group.bouts;
  bout.seed = bout_seed(plan.seed, plan.groups[index].id, group.bouts);
  return bout;
}

bool has_ended(const GroupState& group) {
  return !is_unfinished(group) && group.end != GroupEnd::OutOfTime;
}

Stop stop(const Plan& plan, const SessionState& state) {
  if (std::ranges::all_of(state.groups, has_ended)) return {StopReason::Finished, "every group has ended"};
  if (state.interrupted) return {StopReason::Interrupted, "interrupted"};
  return {plan.study.decision.max_seconds ? StopReason::TimeUp : StopReason::Finished, nothing_runs(plan, state)};
}

}  // namespace

std::variant<NextBout, Stop> next(const Plan& plan, const SessionState& state) {
  const Budget budget(plan, state);
  const auto turn = state.interrupted ? std::nullopt : current_turn(state, budget);
  if (!turn) return stop(plan, state);
  for (const std::size_t index : pass_order(plan, turn->pass))
    for (const Chunk& chunk : state.groups[index].chunks)
      if (turn_of(state, budget, index, chunk) == turn) return bout_of(plan, state, index, chunk);
  return stop(plan, state);
}

bool anything_runs(const Plan& plan, const SessionState& state) {
  return current_turn(state, Budget(plan, state)).has_value();
}

std::uint64_t bout_seed(std::uint64_t run_seed, const std::string& group, int attempt) {
  const std::string text = std::to_string(run_seed) + "/" + group + "/" + std::to_string(attempt);
  return XXH3_64bits(text.data(), text.size());
}

}  // namespace assay

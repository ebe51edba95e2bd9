#include "harness/session/next.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>

#include "harness/session/duration.h"

namespace assay {
namespace {

/// Its share of the time is kept for it: a group that was flagged waits for its confirmation.
bool is_unfinished(const GroupState& group) {
  return group.open() || group.end == GroupEnd::Flagged;
}

/// Which groups may still use time, and how much of it.
class Budget {
 public:
  Budget(const Plan& plan, const SessionState& state) : state_(state) {
    if (!plan.study.decision.max_seconds) return;
    double left = *plan.study.decision.max_seconds;
    std::size_t open = 0;
    for (const GroupState& group : state.groups) {
      if (is_unfinished(group))
        ++open;
      else
        left -= group.seconds;
    }
    left_ = *plan.study.decision.max_seconds - state.seconds;
    if (open > 0) share_ = left / static_cast<double>(open);
  }

  bool allows(std::size_t group, const Chunk& chunk) const {
    if (!share_) return true;
    const GroupState& state = state_.groups[group];
    const double expected = expected_bout_seconds(state, chunk);
    // A calibration that was long, as on a busy machine, must not leave a group without any number.
    return expected <= left_ && (chunk.measured == 0 || state.seconds + expected <= *share_);
  }

 private:
  const SessionState& state_;
  std::optional<double> share_;  // of one open group, what it has used included
  double left_ = 0;
};

/// A chunk that is calibrated waits until the others of its group are, for all are measured in one way.
bool can_run(const GroupState& group, const Chunk& chunk) {
  return group.open() && chunk.open && (group.method.has_value() || !chunk.calibrated);
}

/// The least number of bouts that a chunk which may run has had in its stage: the pass that is being done.
std::optional<int> current_pass(const SessionState& state, const Budget& budget) {
  std::optional<int> pass;
  for (std::size_t index = 0; index < state.groups.size(); ++index)
    for (const Chunk& chunk : state.groups[index].chunks)
      if (can_run(state.groups[index], chunk) && (!pass || chunk.passes < *pass) && budget.allows(index, chunk))
        pass = chunk.passes;
  return pass;
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
  return {plan.study.decision.max_seconds ? StopReason::TimeUp : StopReason::Finished, nothing_runs(plan)};
}

}  // namespace

std::variant<NextBout, Stop> next(const Plan& plan, const SessionState& state) {
  const Budget budget(plan, state);
  const auto pass = state.interrupted ? std::nullopt : current_pass(state, budget);
  if (!pass) return stop(plan, state);
  for (const std::size_t index : pass_order(plan, *pass))
    for (const Chunk& chunk : state.groups[index].chunks)
      if (chunk.passes == *pass && can_run(state.groups[index], chunk) && budget.allows(index, chunk))
        return bout_of(plan, state, index, chunk);
  return stop(plan, state);
}

bool anything_runs(const Plan& plan, const SessionState& state) {
  return current_pass(state, Budget(plan, state)).has_value();
}

std::string nothing_runs(const Plan& plan) {
  const auto& limit = plan.study.decision.max_seconds;
  return limit ? "max-time " + written_duration(*limit) + " was up" : "none of its bouts can be run";
}

std::uint64_t bout_seed(std::uint64_t run_seed, const std::string& group, int attempt) {
  const std::string text = std::to_string(run_seed) + "/" + group + "/" + std::to_string(attempt);
  return XXH3_64bits(text.data(), text.size());
}

double expected_bout_seconds(const GroupState& group, const Chunk& chunk) {
  if (chunk.measured > 0) return chunk.seconds / chunk.measured;
  if (group.bouts > 0) return group.seconds / group.bouts;
  return 0;
}

}  // namespace assay

#include "harness/session/budget.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/session/duration.h"
#include "harness/stats/looks.h"

namespace assay {
namespace {

constexpr double least_told_seconds = 1;  // less than that of the limit is as good as nothing

bool may_go_on(const GroupState& group, double left) {
  if (group.end == GroupEnd::Flagged) return true;
  return std::ranges::any_of(group.chunks, [&](const Chunk& chunk) {
    return group.open() && chunk.open && expected_bout_seconds(group, chunk) <= left;
  });
}

int wanted_bouts(const Plan& plan, std::size_t index) {
  if (is_emulated(plan.groups[index])) return 1;
  return std::min(plan.study.decision.bouts.value_or(stats::kFirstLook), stats::kFirstLook);
}

/// Of all its open chunks, until each has had so many bouts.
double seconds_until(const GroupState& group, int bouts) {
  double seconds = 0;
  for (const Chunk& chunk : group.chunks)
    if (chunk.open) seconds += std::max(0, bouts - chunk.measured) * expected_bout_seconds(group, chunk);
  return seconds;
}

/// Of a bout of each of its open chunks.
double pass_seconds(const GroupState& group) {
  double seconds = 0;
  for (const Chunk& chunk : group.chunks)
    if (chunk.open) seconds += expected_bout_seconds(group, chunk);
  return seconds;
}

/// The open chunk with the shortest bout.
const Chunk* shortest(const GroupState& group) {
  const Chunk* found = nullptr;
  for (const Chunk& chunk : group.chunks)
    if (chunk.open && (found == nullptr || expected_bout_seconds(group, chunk) < expected_bout_seconds(group, *found)))
      found = &chunk;
  return found;
}

std::string was_up(double limit) {
  return "max-time " + written_duration(limit) + " was up";
}

}  // namespace

Budget::Budget(const Plan& plan, const SessionState& state) : plan_(plan), state_(state) {
  if (!plan.study.decision.max_seconds) return;
  double shared = *plan.study.decision.max_seconds;
  left_ = shared - state.seconds;
  std::size_t open = 0;
  for (const GroupState& group : state.groups) {
    if (may_go_on(group, left_))
      ++open;
    else
      shared -= group.seconds;
  }
  share_ = shared / static_cast<double>(std::max<std::size_t>(1, open));
}

std::optional<Claim> Budget::claim(std::size_t index, const Chunk& chunk) const {
  if (!share_) return Claim::First;
  const GroupState& group = state_.groups[index];
  const double expected = expected_bout_seconds(group, chunk);
  if (expected > left_) return std::nullopt;
  if (group.seconds + expected <= *share_) return can_be_decided(index) ? Claim::First : Claim::Waits;
  if (chunk.measured > 0) return std::nullopt;
  // A calibration that was long, as on a busy machine, must not leave a group without any number.
  return expected <= *share_ ? Claim::Waits : Claim::ForANumber;
}

/// Before its calibration nothing speaks against it.
bool Budget::can_be_decided(std::size_t index) const {
  const GroupState& group = state_.groups[index];
  return !group.method || group.seconds + seconds_until(group, wanted_bouts(plan_, index)) <= *share_;
}

bool is_unfinished(const GroupState& group) {
  return group.open() || group.end == GroupEnd::Flagged;
}

double expected_bout_seconds(const GroupState& group, const Chunk& chunk) {
  if (chunk.measured > 0) return chunk.seconds / chunk.measured;
  const double usual = group.bouts > 0 ? group.seconds / group.bouts : 0;
  return group.method ? std::max(usual, measuring_seconds(*group.method, chunk.iteration_seconds)) : usual;
}

std::string nothing_runs(const Plan& plan, const SessionState& state) {
  const auto& limit = plan.study.decision.max_seconds;
  if (!limit) return "none of its bouts can be run";
  const double left = *limit - state.seconds;
  if (left < least_told_seconds) return was_up(*limit);
  return fmt::format("no further bout fits into the {:.0f} s that max-time {} leaves", left, written_duration(*limit));
}

std::string nothing_runs(const Plan& plan, const SessionState& state, std::size_t index) {
  const auto& limit = plan.study.decision.max_seconds;
  if (!limit) return nothing_runs(plan, state);
  const GroupState& group = state.groups[index];
  const double left = *limit - state.seconds;
  const Chunk* chunk = shortest(group);
  const double expected = chunk == nullptr ? 0 : expected_bout_seconds(group, *chunk);
  if (left < least_told_seconds || expected <= left) return was_up(*limit);
  const int wanted = wanted_bouts(plan, index);
  const std::string all = chunk->measured < wanted && wanted > 1
                              ? fmt::format("; {} take {}", wanted, about_duration(wanted * pass_seconds(group)))
                              : "";
  return fmt::format("max-time {} left {:.0f} s, too few for its {} bout ({}{})", written_duration(*limit), left,
                     chunk->measured == 0 ? "first" : "next", about_duration(expected), all);
}

}  // namespace assay

#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "harness/plan/plan.h"
#include "harness/session/state.h"

namespace assay {

/// Whose bout is held first. `First`: the group's share of the time suffices for the six bouts without which there is
/// no verdict. `Waits`: it does not. `ForANumber`: its first bout alone takes more than its share.
enum class Claim { First, Waits, ForANumber };

/// Which groups may still use time, and how much of it. An open group may use its equal part of what the ended ones
/// have left, so that no slow workload starves the others; one whose next bout does not fit into the time any more
/// leaves its part to them.
class Budget {
 public:
  Budget(const Plan& plan, const SessionState& state);

  /// Empty: there is no time for another bout of the chunk.
  std::optional<Claim> claim(std::size_t group, const Chunk& chunk) const;

 private:
  bool can_be_decided(std::size_t group) const;

  const Plan& plan_;
  const SessionState& state_;
  std::optional<double> share_;  // of one open group, what it has used included
  double left_ = 0;
};

/// Its share of the time is kept for it: a group that was flagged waits for its confirmation.
bool is_unfinished(const GroupState& group);

/// What the next bout of a chunk will probably take: the mean of those that measured; before the first the mean of its
/// group's, or what its method makes of the calibrated times where that is more; 0 before the calibration.
double expected_bout_seconds(const GroupState& group, const Chunk& chunk);

/// Why there is no bout left while groups are open: `max-time 10m was up`. Without a limit there is always one.
std::string nothing_runs(const Plan& plan, const SessionState& state);

/// The same of one group, and what it would have taken.
std::string nothing_runs(const Plan& plan, const SessionState& state, std::size_t group);

}  // namespace assay

#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/core/bout.h"
#include "harness/plan/plan.h"
#include "harness/session/state.h"

namespace assay {

/// The bout to run next: which configurations of which group, and how.
struct NextBout {
  std::size_t group = 0;           ///< place in the plan
  std::vector<std::size_t> cells;  ///< places in the group, the baseline first
  Method method;                   ///< its mode is Calibrate where nothing is known yet
  int attempt = 0;
  std::uint64_t seed = 0;
  double reference_base_ns = 0;  ///< turns are prolonged until enough rounds are undisturbed by it; 0: they are not
};

/// `Shortage`: for too long the machine had nothing left to start a process with.
enum class StopReason { Finished, TimeUp, Interrupted, Shortage };

/// The run is stored as interrupted, and the same command goes on with it.
inline bool is_broken_off(StopReason reason) {
  return reason == StopReason::Interrupted || reason == StopReason::Shortage;
}

struct Stop {
  StopReason reason = StopReason::Finished;
  std::string why;  ///< stands for each group that is still open
};

/// What to run next, or why to stop. Groups take turns in the order of `pass_order`, each once in a pass of their stage
/// (a suite is screened, then what was flagged is confirmed), as far as the time suffices (budget.h).
std::variant<NextBout, Stop> next(const Plan& plan, const SessionState& state);

/// Whether there is a bout to run before time is up.
bool anything_runs(const Plan& plan, const SessionState& state);

/// The seed of a bout: a function of the run's seed, the group's name and the attempt.
std::uint64_t bout_seed(std::uint64_t run_seed, const std::string& group, int attempt);

}  // namespace assay

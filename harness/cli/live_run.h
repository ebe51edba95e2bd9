#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/run_clock.h"
#include "harness/cli/store_lock.h"
#include "harness/core/error.h"
#include "harness/plan/plan.h"
#include "results/store.h"

namespace assay {

/// Which run a command goes on with.
struct RunChoice {
  bool fresh = false;                   ///< --new
  std::optional<std::string> resume{};  ///< --resume RUN
  bool seed_given = false;              ///< --seed: part of what makes a command the same
  /// Asked before a new run is begun: may add to what is stored of it, or refuse it.
  using Check = std::function<Result<void>(RunRow& row, const std::vector<RunCell>& cells, const Store& store)>;
  Check check{};
  /// Locks the run that is to be measured, new or continued; an error where another process measures it. Without one
  /// the caller has a lock already.
  using Claim = std::function<Result<StoreLock>(const std::string& run)>;
  Claim claim{};
  RunClock clock{};
};

/// The run as it stands in the store, ready to be measured; the plan has its seed and the host's base.
struct OpenedRun {
  RunRow row;
  bool continued = false;
  std::optional<StoreLock> lock{};  ///< where RunChoice::claim took one
};

/// Begins a run for the plan, or finds the one to continue: that of --resume, else the unfinished one of the same
/// command, host and subjects, unless another process is measuring that: an error. Sets the plan's seed to the run's,
/// and the base that the host had before it.
Result<OpenedRun> open_run(const std::string& kind, Plan& plan, const RunChoice& choice, Store& store);

/// This host's raw facts, with its id and name, as they are stored with a run.
Json own_host();

/// Facts of the interpreters, libraries and compilers that the plan's cells name: factor -> level -> facts.
Json subjects_of(const Plan& plan);

/// A decision as it is stored, and told of a plan.
Json decision_json(const Decision& decision);

/// The plan's study as it is stored and told: command line, title, levels set for all, decision.
Json study_json(const Plan& plan, const std::vector<std::string>& command_line);

/// What was typed, from /proc/self/cmdline, with the program's own name in front.
std::vector<std::string> own_command_line();

}  // namespace assay

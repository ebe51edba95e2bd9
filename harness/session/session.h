#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/error.h"
#include "harness/plan/plan.h"
#include "harness/session/next.h"
#include "harness/session/observer.h"
#include "results/store.h"
#include "runners/runner.h"

namespace assay {

/// What a session works with. Composing is a function so that a simulated run needs no interpreter and no library.
struct Tools {
  std::function<Result<MemberSpec>(const Group& group, const Cell& cell)> compose;  ///< from several threads at once
  std::function<Runner&(const Group& group)> runner;
  std::vector<int> cpus;                 ///< that we may use; bouts take the first of them
  std::function<double()> now;           ///< UTC epoch seconds
  const std::atomic<bool>* interrupted;  ///< raised by Ctrl-C: the bout being run is the last
  const std::atomic<bool>* stop;         ///< raised by the second one, or when that bout takes too long: it is given up
  std::optional<double> limit_seconds = std::nullopt;  ///< that a process may take in all; else what the method allows
  std::function<void(double)> pause{};  ///< waits so many seconds, less where `interrupted` is raised; empty: no time
};

/// Measures until `next` says stop, and goes on from what `run` has stored already. Each bout is committed before the
/// next is chosen. An error is the store's: what had been committed by then is there.
Result<Stop> run_session(const Plan& plan, const std::string& run, Store& store, const Tools& tools,
                         Observer& observer);

/// The state that the stored bouts of a run lead to.
Result<SessionState> stored_state(const Plan& plan, const std::string& run, const Store& store);

}  // namespace assay

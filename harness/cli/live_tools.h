#pragma once

#include <map>
#include <memory>
#include <string>

#include "harness/cli/live_interrupts.h"
#include "harness/cli/run_clock.h"
#include "harness/core/error.h"
#include "harness/plan/plan.h"
#include "harness/session/session.h"
#include "runners/runner.h"

namespace assay {

/// The runners that a plan's cells ask for, by level.
class Runners {
 public:
  static Result<Runners> make(const Plan& plan);
  Runner& of(const Group& group);

 private:
  std::map<std::string, std::unique_ptr<Runner>> runners_;
};

/// What a session works with on this machine. All of them must outlive it; `observer` is told what takes long.
Tools live_tools(Runners& runners, const Interrupts& interrupts, Observer& observer, const RunClock& clock);

}  // namespace assay

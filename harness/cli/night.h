#pragma once

#include <functional>
#include <optional>
#include <string>

#include "harness/cli/live_run.h"
#include "harness/report/night_judge.h"
#include "harness/session/session.h"

namespace assay {

/// Finds or begins a run for a plan.
using OpenRun = std::function<Result<OpenedRun>(const std::string& kind, Plan& plan)>;

/// What a night is measured with.
struct Night {
  Store& store;
  const Tools& tools;
  Observer& observer;
  OpenRun open;
  std::function<void(const Plan& plan, const OpenedRun& run)> begins{};
};

/// The night of a study: all its cells beside the anchor; then fresh bouts of those that left their level, as a run of
/// kind `nightly-confirm` that names its parent; then what it tells is stored. Where a night of the same plan was
/// measured but not judged, it goes on with its second stage. How it stopped, and the run's id.
struct NightEnd {
  std::string run;
  StopReason reason = StopReason::Finished;
};
Result<NightEnd> measure_night(Plan plan, const Night& night);

/// The plan of the second stage: the suspected cells and their anchors, in what is left of the time.
Plan confirmation_plan(const Plan& plan, const std::map<std::string, Suspicion>& suspicions, double seconds_used);

}  // namespace assay

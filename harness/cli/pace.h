#pragma once

#include "harness/plan/estimate.h"
#include "results/store.h"

namespace assay {

inline constexpr const char* kForetold = "foretold_process_seconds";  ///< in RunRow::study: group -> seconds

/// How many times as long as foretold a process lived in the host's latest runs in the store: the median over the
/// groups of the workload's suite in nine runs at most, of all suites where that has none, 1 where nothing is known;
/// within 1/4 and 8. A neighbour that keeps rounds disturbed makes for more of them. Of whole commands it is 1: others'
/// say nothing of these. Groups with a failed bout do not count. `host`: RunRow::host.
Result<Pace> host_pace(const Store& store, const Json& host);

/// The plan with its forecast at that pace.
void keep_pace(Plan& plan, const Pace& pace);

/// Of what a forecast cannot know: how long whole commands take; else empty.
std::string forecast_condition(const Plan& plan);

/// What a run's study says of its forecast.
Json foretold(const Plan& plan);

}  // namespace assay

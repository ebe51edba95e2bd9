#pragma once

#include "harness/plan/plan.h"
#include "results/store.h"

namespace assay {

inline constexpr const char* kForetold = "foretold_seconds";  ///< in RunRow::study: by the plan alone, without a pace

/// How many times as long as foretold the host's latest runs in the store took (`run`, `ab`, `gate`; their median, of
/// nine at most), within 1/2 and 4: a neighbour that keeps rounds disturbed makes for more of them. 1 where there are
/// none. Runs that their time limit ended do not count. `host`: RunRow::host.
Result<double> host_pace(const Store& store, const Json& host);

/// The plan with its forecast at that pace.
void keep_pace(Plan& plan, double pace);

}  // namespace assay

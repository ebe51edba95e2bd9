#pragma once

#include <functional>

#include "harness/plan/plan.h"
#include "results/store.h"

namespace assay {

/// UTC epoch seconds.
double utc_now();

/// Where a run's own times come from.
struct RunClock {
  std::function<double()> now = utc_now;
  bool simulated = false;
};

/// Of a plan whose processes are all simulated (`--runner mock:FILE`) a clock that stands, a minute after the store's
/// newest run: what is stored and reported of it follows from its words, its seed and its store, byte for byte.
RunClock run_clock(const Plan& plan, const Store& store);

}  // namespace assay

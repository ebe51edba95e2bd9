#pragma once

#include <cstdint>

#include "harness/worker/native/workload.h"
#include "harness/worker/turns.h"

namespace assay::native {

/// What a process did between its first turn and its last.
struct Totals {
  std::int64_t iterations = 0;
  std::int64_t slices = 0;
  double seconds = 0;  ///< wall time of all slices, as Google Benchmark has added them up
  int error = 0;       ///< -errno where the leader was gone before it said finish
};

/// Lets Google Benchmark drive the workload: one run with manual time and a fixed number of iterations, of which each
/// slice takes its part in one batch. Turns, clocks and references lie between the batches.
Totals drive(assay_turns& turns, Workload& workload);

/// One slice of the turn at hand: restores, measures, sends. 0, or -errno.
int run_slice(assay_turns& turns, Workload& workload);

}  // namespace assay::native

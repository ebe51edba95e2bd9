#pragma once

#include "harness/worker/turns.h"

namespace assay::native {

/// One native process from its configuration to its result. The exit status: 0 when all was said to the leader (a
/// failure of the workload, too), 1 when the leader was gone.
int run_member(assay_turns& turns);

}  // namespace assay::native

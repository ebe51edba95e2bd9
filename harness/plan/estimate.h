#pragma once

#include "harness/plan/plan.h"

namespace assay {

/// About how long the measuring takes if time is not limited, before anything is known of this machine: within a factor
/// of two for short iterations.
double estimate_seconds(const Plan& plan);

}  // namespace assay

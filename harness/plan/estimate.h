#pragma once

#include <functional>

#include "harness/plan/plan.h"

namespace assay {

/// How many times as long as foretold a process of the group lives where it is measured.
using Pace = std::function<double(const Group& group)>;

/// About how long one process of a group lives in a bout, on an idle machine and before anything is known of this one:
/// within a factor of two for short iterations.
double process_seconds(const Group& group);

/// About how long the measuring takes if time is not limited.
double estimate_seconds(const Plan& plan, const Pace& pace = {});

}  // namespace assay

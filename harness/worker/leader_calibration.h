#pragma once

#include <cstdint>
#include <vector>

#include "harness/core/bout.h"

namespace assay {

/// What a slice would have taken had nobody else wanted the CPU: a busy machine must not make a short iteration look
/// long.
double undelayed_seconds(const Slice& slice);

/// Iterations of a slice, the same for all sides: `slice_seconds` by the geometric mean of the sides' iterations, as
/// long as no side's slice takes more than four times that. Iterations of more than 5 ms take no turns: then as many as
/// make a unit of 100 ms for the fastest side, for a shared CPU.
std::int64_t common_iterations(const std::vector<double>& iteration_seconds, double slice_seconds);

}  // namespace assay

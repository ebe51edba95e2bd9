#pragma once

#include <cstddef>
#include <span>

#include "harness/stats/bend.h"

namespace assay::stats {

/// No ramp is shorter than this: what happens within a week or so are steps, whose nights can be looked at.
inline constexpr std::size_t kLeastRamp = 10;

/// The ramp that fits best: a level, from one night to another a straight line, and a level again, by least squares,
/// where a value that lies 3 sigma or more from the median of the five around it counts as that median. Knots are
/// searched on a grid of 24, then at every night near the best. Needs more than kLeastRamp values.
Bend best_ramp(std::span<const double> values, double sigma);

}  // namespace assay::stats

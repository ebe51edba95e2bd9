#pragma once

#include "harness/stats/decide.h"

namespace assay::stats {

/* What decide.cc, estimate.cc and widened.cc share; of no use elsewhere. */

/// A comparison of which some value is no log ratio of two times: not finite, or beyond what the widest clock can hold.
std::optional<Finding> broken(std::span<const double> values);

/// Widened comparisons go on until their first n bouts span kLeastSpanSeconds: the time that passed from start to
/// start. Where the clock was set back, or is no number, nothing passed. Unknown starts do not hold anything up.
bool spans_enough(const Series& series, std::size_t n, double widened, Widening widening);

/// Beside a neighbour too few bouts to see whether they correlate: neither changed nor same before that.
bool too_few(std::size_t bouts, Widening widening);

}  // namespace assay::stats

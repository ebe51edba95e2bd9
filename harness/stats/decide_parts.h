#pragma once

#include "harness/stats/decide.h"

namespace assay::stats {

/* What decide.cc and estimate.cc share; of no use elsewhere. */

Effect effect_of(const Yuen& estimate, double level, double widen);

/// A comparison of which some value is no log ratio of two times: not finite, or beyond what the widest clock can hold.
std::optional<Finding> broken(std::span<const double> values);

/// Widened comparisons go on until their bouts span kLeastSpanSeconds: the time that passed from start to start. Where
/// the clock was set back, or is no number, nothing passed. Unknown starts do not hold anything up.
bool spans_enough(const Series& series, std::size_t n, const Finding& finding, Widening widening);

/// Beside a neighbour too few bouts to see whether they correlate: neither changed nor same before that.
bool too_few(const Finding& finding, Widening widening);

/// Appends to `why` that the standard error was widened, where it was.
void tell_widening(Finding& finding);

}  // namespace assay::stats

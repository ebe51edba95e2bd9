#pragma once

#include "harness/stats/decide.h"

namespace assay::stats {

/* What decide.cc and estimate.cc share; of no use elsewhere. */

/// The estimate with its interval, every half-width multiplied by `widen`. With `kinds` the interval is stretched to
/// hold theirs, and with them every mixture of the two.
Effect effect_of(const Yuen& estimate, double level, const std::optional<EitherKind>& kinds, double widen = 1);

/// Of no difference, two-sided. With `kinds` it is that of no difference in one of them at least: the greatest p, and 1
/// where the signs disagree. With the same `widen` it is below 1 - level just where the interval of that level leaves 0
/// out.
double p_of(const Yuen& estimate, const std::optional<EitherKind>& kinds, double widen = 1);

/// A comparison of which some value is no log ratio of two times: not finite, or beyond what the widest clock can hold.
std::optional<Finding> broken(std::span<const double> values);

/// Widened comparisons go on until their bouts span kLeastSpanSeconds: the time that passed from start to start. Where
/// the clock was set back, or is no number, nothing passed. Unknown starts do not hold anything up.
bool spans_enough(const Series& series, std::size_t n, const Finding& finding, Widening widening);

/// Beside a neighbour too few bouts to see whether they correlate: neither changed nor same before that.
bool too_few(const Finding& finding, Widening widening);

/// Appends to `why` that the standard error was widened, and that the interval was stretched, where they were.
void tell_mixture(Finding& finding);

}  // namespace assay::stats

#pragma once

#include "harness/stats/decide.h"

namespace assay::stats {

/* What decide.cc and estimate.cc share; of no use elsewhere. */

Effect effect_of(const Yuen& estimate, double level, double widen);

/// Widened comparisons go on until their bouts span kLeastSpanSeconds. Unknown starts do not hold anything up, and
/// neither does a clock that was set back in between.
bool spans_enough(const Series& series, std::size_t n, const Finding& finding, Widening widening);

/// Appends to `why` that the standard error was widened, where it was.
void tell_widening(Finding& finding);

}  // namespace assay::stats

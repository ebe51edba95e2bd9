#pragma once

#include <span>

#include "harness/core/suspicion.h"
#include "harness/stats/bouts.h"

namespace assay::stats {

/// The second comparison of a suspected night (STATISTICS.md, Nightly series): fresh bouts against the level so far,
/// looks at 9 … 48, overall 5 %/K. The effect is the change from that level. `Changed` only where it has the sign that
/// was suspected and at least the size that is reported at all: bouts of one night tell smaller differences apart than
/// nights do. `Same` where the level holds: less than 1 % off, or than the floor.
Finding confirm_night(std::span<const PairValue> pairs, std::span<const double> started, const Suspicion& suspicion);

}  // namespace assay::stats

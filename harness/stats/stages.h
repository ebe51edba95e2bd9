#pragma once

#include <cstddef>
#include <optional>

#include "harness/stats/bouts.h"

namespace assay::stats {

/* Several comparisons are a suite (STATISTICS.md, Decisions): a screen looks at each at 10 %, and what it flags must be
 * confirmed by bouts that were run afterwards, at 5 % for all that were flagged together. */

/// Of a flagged comparison.
struct Confirmation {
  int flagged = 1;        ///< K: how many comparisons of the suite are being confirmed
  std::size_t after = 0;  ///< bouts that the screen had; the later ones are fresh
};

/// A comparison of a suite: `Flagged` where the screen found a difference that awaits its confirmation; with one, what
/// the fresh bouts alone say. Changed only where both found a difference of the same sign.
Finding decide_in_suite(const Bouts& bouts, double care_percent, const std::optional<Confirmation>& confirmation);

}  // namespace assay::stats

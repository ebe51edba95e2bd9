#pragma once

#include "harness/stats/calibrate.h"

namespace assay::stats {

/* What an estimate over all rounds is worth where the ratio depends on a neighbour who comes and goes, and no reference
 * says when (speeds.h). scripts/calibrate-looks prints it; a coarse test runs it, too. */

/// A neighbour who slows both sides. It comes and goes for moments, and is there more often at some times than at
/// others. Lengths are means of exponential ones, in rounds.
struct Neighbourhood {
  double ratio_alone = 0;     ///< ln(b / a)
  double ratio_beside = 0.1;  ///< ln(b / a)
  double slowdown = 0.4;      ///< of ln of either time
  double moment = 30;         ///< how long it stays, or stays away
  double times = 3000;        ///< until it becomes more frequent or less
  double share_low = 0.2;     ///< of rounds that it is there, at either time
  double share_high = 0.9;
  int rounds_between = 10;  ///< bouts, beside the 50 that count
};

/// Of intervals at the level of the last look of a care of 2 %: how often they hold what the value is in the long run.
struct MixtureCoverage {
  double unaware = 0;  ///< widened where the bouts correlate, and not stretched
  double aware = 0;    ///< as decided
  double seen = 0;     ///< how often it was seen that the ratio depends on the speed
};
MixtureCoverage mixture_coverage(const Neighbourhood& neighbourhood, int bouts, const Simulation& simulation);

}  // namespace assay::stats

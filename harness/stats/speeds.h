#pragma once

#include <optional>
#include <span>

#include "harness/stats/yuen.h"

namespace assay::stats {

struct PairValue;

/* An estimate over all rounds is one of a mixture: of rounds alone and rounds beside a neighbour, in the shares of the
 * minutes that were measured. What the neighbour does is to be seen in the rounds' own speed, also where no reference
 * was read and where it takes the cache or the memory. The ratio at either speed bounds the ratio of every mixture. */

/// Rounds of about one speed, by their medians: ln of both sides' time, sqrt(a b), and the log ratio ln(b / a).
struct Speed {
  double log_time = 0;
  double ratio = 0;
};

/// Of a bout: `slow` where its rounds fall into two speeds, else `fast` stands for all of them.
struct Speeds {
  Speed fast;
  std::optional<Speed> slow;
};

/// By the times of either side in each round (at least one): two speeds where the rounds, split so that the squares of
/// log time within both groups are least, give two groups of five or more whose means are 15 % apart. Chosen by the
/// sum of the two log times, which says nothing of their difference: the sides may be exchanged.
Speeds speeds_of(std::span<const double> a, std::span<const double> b);

/// The ratio of a comparison in either kind of rounds.
struct EitherKind {
  Yuen alone;
  Yuen beside;  ///< a neighbour
};

/// Where the ratio depends on the speed: the speeds of all bouts fall into two groups as above, of three values or more
/// each, whose ratios differ (Yuen's test of two samples with Welch's degrees of freedom, p < 0.001).
std::optional<EitherKind> by_speed(std::span<const PairValue> bouts);

}  // namespace assay::stats

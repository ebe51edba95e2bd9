#pragma once

#include <optional>
#include <span>

#include "harness/core/suspicion.h"
#include "harness/stats/bouts.h"
#include "harness/stats/nightly.h"

namespace assay::stats {

/// The second comparison of a suspected night (STATISTICS.md, Nightly series): fresh bouts against the level so far,
/// looks at 9 … 48, overall 5 %/K. The effect is the change from that level. `Changed` only where it has the sign that
/// was suspected and at least the size that is reported at all: bouts of one night tell smaller differences apart than
/// nights do. `Same` where the level holds: less than 1 % off, or than the floor. Undecided, too, where other rounds
/// decide than those on which the level rests: the effect itself can depend on the neighbour.
Finding confirm_night(std::span<const PairValue> pairs, std::span<const double> started, const Suspicion& suspicion);

/// What the second comparison says of the night.
enum class SecondLook {
  Open,     ///< nothing: time or noise kept it from an answer, or other rounds decided
  Found,    ///< tonight is off the level; whether nights are by themselves is not in its bouts (night_spread.h)
  Refuted,  ///< it is not: it is at the level, off in the other direction, or by less than is told
};
SecondLook second_look(const Finding& finding, const Suspicion& suspicion);

/// What the nights of the week tell together with fresh bouts of the last of them: a change from `from` on, of the size
/// that the bouts see, with the interval and the p of so many nights among those before (night_spread.h).
///
/// One night tells nothing, however sure its bouts are: what they have in common is in none of their differences, and a
/// night may be a wild one. It takes a second one in a row that is off the level in the same direction.
struct FoundAgain {
  News news{};
  std::size_t nights = 1;  ///< in a row
  bool enough() const { return nights >= 2; }
};
/// Empty where the fresh bouts found nothing.
std::optional<FoundAgain> found_again(std::span<const Night> series, const News& suspected, const Finding& finding,
                                      const Suspicion& suspicion, const NightlyRule& rule);

}  // namespace assay::stats

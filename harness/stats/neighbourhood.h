#pragma once

#include <optional>
#include <span>

#include "harness/stats/pair.h"

namespace assay::stats {

/// After six bouts, before any difference is computed: undisturbed if five of the first six reached 25 undisturbed
/// rounds, else all. Empty before six bouts. `undisturbed_rounds`: of each bout, in order.
std::optional<Basis> choose_basis(std::span<const int> undisturbed_rounds);

/// Whether the undisturbed rounds can still be chosen: two bouts that did not reach enough of them settle it before the
/// sixth.
bool can_be_undisturbed(std::span<const int> undisturbed_rounds);

/// Lag-1 autocorrelation r = sum (x_t - m)(x_{t+1} - m) / sum (x_t - m)^2; 0 where all are equal or there are fewer
/// than three.
double lag1_correlation(std::span<const double> values);

/// When an estimate is widened: what lasts longer than a bout (a neighbour, the clock, a side that drifts) makes bouts
/// resemble their neighbours.
enum class Widening {
  Never,           ///< what simulations hold the others against
  WhenCorrelated,  ///< r > 0.25 over 13 bouts or more; undisturbed rounds too
  WhenDisturbed,   ///< the same, and no decision before 13: a neighbour is about, of whom correlation is to be expected
  Always,          ///< undisturbed and disturbed rounds differ: by r, whatever it is above 0
};

/// The factor for se: sqrt((1 + r) / (1 - r)), or 1. (The effective number of values of an AR(1) series.)
double widening_factor(std::span<const double> values, Widening widening);

/// Below so many bouts a correlation does not show.
inline constexpr int kLeastForCorrelation = 13;

/// A widened comparison does not stop before its bouts span this long.
inline constexpr double kLeastSpanSeconds = 30;

/// Whether the neighbour changes the effect itself: both estimates known in the same nine bouts or more, and the Yuen
/// test of their difference within bouts gives p < 0.01.
struct NeighbourDifference {
  bool differ = false;
  double p = 1;
  int bouts = 0;
};
NeighbourDifference neighbour_difference(std::span<const PairValue> bouts);

/// What an estimate over all rounds must know: it describes the mixture of rounds that was measured.
struct Mixture {
  Widening widening = Widening::WhenCorrelated;
  std::optional<EitherKind> kinds = {};  ///< where the ratio depends on the neighbour
};

/// `kinds` over the bouts that know both, by the references where neighbour_difference says so; by_speed where nothing
/// was read.
Mixture mixture_of(std::span<const PairValue> bouts);

/// The machine turned noisy between the first six bouts and the last six: most of the rounds were undisturbed in the
/// median bout, and at most half as many were later. Shares of rounds; a note, never a verdict.
struct NoisyTurn {
  double before = 0;
  double after = 0;
};
std::optional<NoisyTurn> turned_noisy(std::span<const PairValue> bouts);

/// "Rare slices differ": means against medians, both of CPU time, within bouts, p < 0.001. A note, never a verdict.
bool rare_slices_differ(std::span<const PairValue> bouts);

}  // namespace assay::stats

#pragma once

#include <optional>
#include <string>

#include "harness/stats/decide.h"

namespace assay::stats {

/// An estimate over bouts with all that its interval must hold. Every number of a report is made of one, so that the
/// same bouts say the same wherever they are shown.
struct Widened {
  Yuen estimate{};                    ///< its standard error is multiplied by `factor`
  double factor = 1;                  ///< above 1 where bouts resemble their neighbours
  std::optional<EitherKind> kinds{};  ///< where the ratio depends on the neighbour
  std::string wait{};                 ///< why it is neither changed nor same yet; empty where it may be
};

/// Empty below two values.
std::optional<Widened> widened(const Series& series, const Mixture& mixture);

/// In logarithms; every half-width is multiplied by `widen`. Where the ratio depends on the neighbour it is stretched
/// to hold the intervals of both kinds of rounds, and with them every mixture of the two.
Interval interval(const Widened& one, double level, double widen = 1);
/// The same with the estimate, in percent.
Effect effect_of(const Widened& one, double level, double widen = 1);

/// Of no difference, two-sided. Where the ratio depends on the neighbour it is that of no difference in one kind of
/// rounds at least: the greatest p, and 1 where the signs disagree. With the same `widen` it is below 1 - level just
/// where the interval of that level leaves 0 out.
double p_of(const Widened& one, double widen = 1);

/// `; the bouts correlate, standard error widened x2.17; it depends on …`: what was done to the interval, if anything.
std::string mixture_text(double factor, bool both_kinds);

}  // namespace assay::stats

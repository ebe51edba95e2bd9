#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "harness/stats/decide.h"

namespace assay::stats {

/* The simulations behind the constants of looks.cc and decide.h. scripts/calibrate-looks runs them; a coarse test does,
 * too. */

struct Simulation {
  std::uint64_t runs = 100000;
  std::uint64_t seed = 1;
};

/// The smallest two-sided Yuen p over the looks up to each of `lasts` (a subset of `looks`, ascending), of simulated
/// comparisons of equals with normal differences: [last][run].
std::vector<std::vector<double>> smallest_p(std::span<const int> looks, std::span<const int> lasts,
                                            const Simulation& simulation);

/// The p below which a look is significant: the alpha-quantile of the smallest p (nearest rank). Reorders them.
double nominal_p(std::vector<double>& smallest, double alpha);

/// A comparison whose bouts are drawn from a normal or a heavier tailed distribution about an effect.
struct Scenario {
  double effect = 0;  ///< log ratio
  double sd = 0.01;
  double contaminated = 0;  ///< share of bouts with ten times the sd
  double correlation = 0;   ///< lag 1, of an AR(1) series
};

/// How often a rule ends in which verdict, as shares of the runs.
struct Rates {
  double changed = 0;
  double same = 0;
  double noisy = 0;
  double undecided = 0;
  double bouts = 0;         ///< mean
  double covered = 0;       ///< the interval contains the effect
  double same_covered = 0;  ///< and it is called the same
};
Rates comparison_rates(const Scenario& scenario, const ComparisonRule& rule, const Simulation& simulation);
Rates estimate_rates(const Scenario& scenario, const EstimateRule& rule, const Simulation& simulation);

/// How a gate with one comparison ends, screened and confirmed, as shares of the runs (docs/gate.md). All but the first
/// and the last are green.
struct GateRates {
  double fails = 0;
  double same = 0;
  double below = 0;      ///< changed, by less than the floor
  double ruled_out = 0;  ///< undecided, and its interval lies below the floor
  double unknown = 0;
  double bouts = 0;  ///< mean, of both stages
};
GateRates gate_rates(const Scenario& scenario, double floor_percent, const Simulation& simulation);

}  // namespace assay::stats

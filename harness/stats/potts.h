#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace assay::stats {

/// What a night costs, at most, that lies off its level, in units of sigma²: a wild night counts as one of 3 sigma.
inline constexpr double kNightCap = 9;

/// The noise from night to night, 1.4826 median|x_t - x_{t-1}| / sqrt 2: changes of level and wild nights hardly count
/// in it. Never below 1e-5, to which instruction counts repeat, so that values without noise have a unit too. Needs two
/// values.
double night_sigma(std::span<const double> values);

/// What night_sigma of n normal values is known to, as Student's t counts it: 0.3 (n - 1) degrees of freedom, from the
/// spread of simulated ones (n = 6 to 365; 0.40 to 0.30, the least is taken).
double sigma_df(std::size_t n);

/// min(((value - level) / sigma)², 9)
double night_cost(double value, double level, double sigma);

/// What a jump of the level costs in a series of n nights, in the same unit: 3 ln n.
double jump_penalty(std::size_t n);

/// The piecewise constant course through the values that costs least: night_cost of each value, jump_penalty of each
/// jump, levels on a grid of sigma/4. Gives the index of the first value of each segment but the first. Exact, by
/// dynamic programming over nights and levels, O(n K). (The capped quadratic is the biweight loss of Fearnhead and
/// Rigaill 2019, J. Am. Stat. Assoc. 114:169, who show why changes must not be looked for with a cost that has no
/// bound.)
std::vector<std::size_t> potts(std::span<const double> values, double sigma);

}  // namespace assay::stats

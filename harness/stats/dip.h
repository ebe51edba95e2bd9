#pragma once

#include <optional>
#include <span>

namespace assay::stats {

/// Hartigan's dip: how far the values' distribution is from the nearest one with a single mode, the greatest difference
/// of the two distribution functions (Hartigan and Hartigan 1985, Annals of Statistics 13:70). Between 1/(2n) and 1/4.
/// 0 without values, which must be finite.
double dip(std::span<const double> values);

/// The dip that values of a uniform distribution exceed in 1 % of samples of n; no distribution with one mode does so
/// more often asymptotically. For n from 6.
double dip_limit(int n);

/// Values that fall into two groups.
struct TwoLevels {
  double low = 0;  ///< means of the groups
  double high = 0;
  int at_low = 0;  ///< values in each
  int at_high = 0;
};

/// Of two sorted values or more, the groups with the least squares within them (Fisher 1958, JASA 53:789).
TwoLevels two_groups(std::span<const double> sorted);

/// What two levels must be apart to be worth a word, as a log ratio: the smallest difference that anybody may ask for.
inline constexpr double kLevelsApart = 0.005;

/// Where the dip test rejects a single mode (p < 0.01) of nine values or more, and their two groups are kLevelsApart. A
/// note, never a verdict.
std::optional<TwoLevels> two_levels(std::span<const double> values);

}  // namespace assay::stats

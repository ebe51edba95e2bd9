#pragma once

#include <span>
#include <vector>

namespace assay::stats {

/// Benjamini and Hochberg (1995, J. R. Stat. Soc. B 57:289): p multiplied by m/rank and made monotonic. Calling those
/// discoveries whose adjusted p is at most q keeps the expected share of false ones among them below q. One p for every
/// series that was looked at, 1 for those where nothing was found.
std::vector<double> adjusted_p(std::span<const double> p);

/// The share of false discoveries that nightly series are held to.
inline constexpr double kFalseDiscoveries = 0.05;

/// The greatest p among the discoveries, of those given; below 0 where there are none.
double greatest_discovery(std::span<const double> p);

}  // namespace assay::stats

#pragma once

#include <optional>
#include <span>
#include <vector>

namespace assay::stats {

/// The median; the mean of the two middle values where their number is even. Reorders `values`, which must not be
/// empty.
double median_in_place(std::span<double> values);

/// The q-quantile by linear interpolation between order statistics (Hyndman and Fan's type 7, NumPy's and R's default).
/// Reorders `values`, which must not be empty.
double quantile_in_place(std::span<double> values, double q);

/// Median of a copy; empty for none.
std::optional<double> median(std::vector<double> values);

}  // namespace assay::stats

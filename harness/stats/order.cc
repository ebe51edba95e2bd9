#include "harness/stats/order.h"

#include <algorithm>
#include <cmath>

namespace assay::stats {

double median_in_place(std::span<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

double quantile_in_place(std::span<double> values, double q) {
  const double position = q * static_cast<double>(values.size() - 1);
  const double below = std::floor(position);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(values.begin(), at, values.end());
  const double weight = position - below;
  if (weight == 0) return *at;
  return *at + weight * (*std::min_element(at + 1, values.end()) - *at);
}

std::optional<double> median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  return median_in_place(values);
}

}  // namespace assay::stats

#include "harness/stats/bend.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace assay::stats {
namespace {

constexpr double kLeastZ = 4.5;

}  // namespace

double Bend::level_at(std::size_t night) const {
  if (night <= last_before) return before;
  if (night >= first_after) return after;
  return before + size() * static_cast<double>(night - last_before) / static_cast<double>(first_after - last_before);
}

double Need::share(double size, double standard_error) const {
  return std::abs(size) / std::max(floor, kLeastZ * standard_error);
}

double Need::se(std::size_t n1, std::size_t n2) const {
  return kMedianSe * sigma * std::sqrt(1 / static_cast<double>(n1) + 1 / static_cast<double>(n2));
}

double median_of(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return (sorted[(sorted.size() - 1) / 2] + sorted[sorted.size() / 2]) / 2;
}

}  // namespace assay::stats

#include "harness/stats/replicas.h"

#include <cmath>

namespace assay::stats {

std::optional<Yuen> over_replicas(std::span<const double> values) {
  if (values.size() < 2) return std::nullopt;
  const auto n = static_cast<double>(values.size());
  Yuen result;
  result.n = static_cast<int>(values.size());
  for (const double value : values) result.mean += value / n;
  double squares = 0;
  for (const double value : values) squares += (value - result.mean) * (value - result.mean);
  result.sd = std::sqrt(squares / (n - 1));
  result.se = result.sd / std::sqrt(n);
  result.df = n - 1;
  return result;
}

}  // namespace assay::stats

#include "harness/stats/average.h"

#include <algorithm>
#include <cmath>

namespace assay::stats {

void Average::add(const std::optional<Yuen>& one, double weight) {
  if (!one) {
    known_ = false;
    return;
  }
  const double variance = one->se * one->se * weight * weight;
  mean_ += one->mean * weight;
  variance_ += variance;
  per_df_ += variance * variance / one->df;
  n_ = n_ == 0 ? one->n : std::min(n_, one->n);
}

std::optional<Yuen> Average::result() const {
  if (!known_ || n_ == 0) return std::nullopt;
  Yuen result;
  result.n = n_;
  result.mean = mean_;
  result.se = std::sqrt(variance_);
  result.df = per_df_ > 0 ? variance_ * variance_ / per_df_ : n_ - 1;
  return result;
}

}  // namespace assay::stats

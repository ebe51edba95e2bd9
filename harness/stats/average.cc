#include "harness/stats/average.h"

#include <algorithm>
#include <cmath>

namespace assay::stats {

void Average::Sum::add(const Yuen& one, double weight) {
  const double variance = one.se * one.se * weight * weight;
  mean_ += one.mean * weight;
  variance_ += variance;
  per_df_ += variance * variance / one.df;
  n_ = n_ == 0 ? one.n : std::min(n_, one.n);
}

Yuen Average::Sum::result() const {
  Yuen result;
  result.n = n_;
  result.mean = mean_;
  result.se = std::sqrt(variance_);
  result.df = per_df_ > 0 ? variance_ * variance_ / per_df_ : n_ - 1;
  return result;
}

void Average::add(const std::optional<Widened>& one, double weight) {
  if (!one) {
    known_ = false;
    return;
  }
  any_ = true;
  all_.add(one->estimate, weight);
  Yuen plain = one->estimate;
  plain.se /= one->factor;
  not_widened_.add(plain, weight);
  const EitherKind kinds = one->kinds.value_or(EitherKind{one->estimate, one->estimate});
  alone_.add(kinds.alone, weight);
  beside_.add(kinds.beside, weight);
  depends_ = depends_ || one->kinds;
  if (wait_.empty()) wait_ = one->wait;
}

std::optional<Widened> Average::result() const {
  if (!known_ || !any_) return std::nullopt;
  Widened result{all_.result()};
  if (const double plain = not_widened_.result().se; plain > 0) result.factor = result.estimate.se / plain;
  if (depends_) result.kinds = EitherKind{alone_.result(), beside_.result()};
  result.wait = wait_;
  return result;
}

}  // namespace assay::stats

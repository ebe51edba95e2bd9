#pragma once

#include <optional>

#include "harness/stats/yuen.h"

namespace assay::stats {

/// A weighted sum of independent estimates: mean = sum w·mean, se² = sum w²·se², df by Welch and Satterthwaite
/// (Satterthwaite 1946, Biometrics Bulletin 2:110). Weights that add up to one make a mean, +1 and -1 a difference.
class Average {
 public:
  /// An estimate that is missing makes the whole unknown.
  void add(const std::optional<Yuen>& one, double weight);
  /// Empty where nothing was added, or something was missing. `n` is the least of all.
  std::optional<Yuen> result() const;

 private:
  bool known_ = true;
  int n_ = 0;
  double mean_ = 0, variance_ = 0, per_df_ = 0;
};

}  // namespace assay::stats

#pragma once

#include <optional>
#include <string>

#include "harness/stats/widened.h"

namespace assay::stats {

/// A weighted sum of independent estimates: mean = sum w·mean, se² = sum w²·se², df by Welch and Satterthwaite
/// (Satterthwaite 1946, Biometrics Bulletin 2:110). Weights that add up to one make a mean, +1 and -1 a difference.
/// Where one of them depends on the neighbour the sum does, too, the others being the same alone and beside one; and it
/// waits for the one that must wait.
class Average {
 public:
  /// An estimate that is missing makes the whole unknown.
  void add(const std::optional<Widened>& one, double weight);
  /// Empty where nothing was added, or something was missing. `n` is the least of all, `factor` that of the sum.
  std::optional<Widened> result() const;

 private:
  class Sum {
   public:
    void add(const Yuen& one, double weight);
    Yuen result() const;

   private:
    int n_ = 0;
    double mean_ = 0, variance_ = 0, per_df_ = 0;
  };

  bool known_ = true, any_ = false, depends_ = false;
  Sum all_, not_widened_, alone_, beside_;
  std::string wait_;
};

}  // namespace assay::stats

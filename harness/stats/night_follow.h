#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "harness/core/error.h"
#include "harness/stats/night_decision.h"

namespace assay::stats {

/// What rulings leave of a series for the nights that follow, where no store keeps it.
class NightMemory {
 public:
  /// The rulings of a night on which the series was measured; they were made on standing().
  void add(std::span<const Ruling> rulings, int night);

  const std::vector<News>& told() const { return told_; }  ///< as tonight() wants it
  const Standing& standing() const { return standing_; }

 private:
  void add_change(const Ruling& ruling);

  std::vector<News> told_;
  Standing standing_;
};

/// What fresh bouts of this night say of what is suspected; empty where none are measured.
using CompareAgain = std::function<std::optional<Finding>(int night, const Suspicion& suspicion)>;

/// Every suspicion, and all that is told, night by night, of a series that is the only one of its nights: decided by
/// decide_night(), as `assay nightly` decides.
Result<std::vector<News>> follow(std::span<const Night> series, const NightlyRule& rule,
                                 const CompareAgain& compare_again = {});

}  // namespace assay::stats

#pragma once

#include <span>

#include "harness/replay/rates.h"

namespace assay::replay {

/// The two-stage rule on suites of 60 workloads, each drawn from a random track.
struct SuiteRates {
  /// Power among the tracks of about one spread.
  struct BySpread {
    double to = 0;  ///< the greatest spread of the class, a log ratio; the last class has no limit
    int changed = 0;
    int confirmed = 0;
  };
  int suites = 0;
  int with_false_claims = 0;  ///< among suites of equals
  int false_claims = 0;
  int beside_changes = 0;  ///< suites in which workloads changed by the care, and one that did not was claimed, too
  int changed = 0;         ///< workloads that changed by the care
  int confirmed = 0;       ///< of these, with the right sign
  int noisy = 0;           ///< workloads of suites of equals that the screen calls noisy
  double seconds = 0;      ///< per workload of a suite of equals, mean; with both stages
  std::vector<BySpread> by_spread;
  int scored = 0;
  int score_covers = 0;         ///< of those
  double score_half_width = 0;  ///< mean
};

inline constexpr std::size_t kSuiteSize = 60;
inline constexpr std::size_t kChangedInSuite = 6;

/// As many suites of equals, and as many of which six workloads changed by the care.
SuiteRates replay_suites(std::span<const Track> tracks, const Experiment& experiment, int suites);

}  // namespace assay::replay

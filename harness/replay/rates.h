#pragma once

#include <map>
#include <optional>
#include <vector>

#include "harness/replay/comparison.h"

namespace assay::replay {

/// How many comparisons ended how.
struct Tally {
  int all = 0;
  int changed = 0;
  int right = 0;  ///< changed, with the sign of the effect
  int same = 0;
  int noisy = 0;
  int undecided = 0;
  std::vector<double> seconds;  ///< of each

  void add(const Ended& comparison, double effect);
  void add(const Tally& other);
  double share(int Tally::*count) const;  ///< 0 where there are none
  double mean_seconds() const;
  double median_seconds() const;
};

/// By the injected effect in percent; 0 is the comparison of equals.
using ByEffect = std::map<double, Tally>;

void add(ByEffect& sum, const ByEffect& other);

/// The effects that are injected: none, 1, 2 and 5 %, and the size cared for.
std::vector<double> effects_of(double care_percent);

/// Comparisons on one track. `drawn`: A by a coin; `recorded`: as recorded, only where the track is long enough for the
/// last look.
struct TrackRates {
  std::string file, label, workload;
  Mode mode = Mode::Turns;
  std::size_t bouts = 0;
  double spread = 0;
  ByEffect drawn, recorded;

  /// The rule itself says that nothing can be told here: it calls most comparisons of equals noisy.
  bool noisy() const;
};

struct Experiment {
  double care_percent = 2;
  int times = 1000;  ///< comparisons of each track
  std::uint64_t seed = 1;
};

/// The same bouts for every effect.
TrackRates replay(const Track& track, const Experiment& experiment);

/// Independent of which other tracks are replayed.
Random random_of(const std::string& label, std::uint64_t seed);

}  // namespace assay::replay

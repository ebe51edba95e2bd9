#pragma once

#include <span>

#include "harness/replay/track.h"
#include "harness/stats/bouts.h"

namespace assay::replay {

/// A comparison as a session would have ended it on these bouts.
struct Ended {
  stats::Finding finding;  ///< never open: undecided where the bouts ended first
  std::size_t bouts = 0;   ///< started, whether they counted or not
  double seconds = 0;      ///< what those bouts took
  stats::Basis basis = stats::Basis::All;
};

/// Bouts may be up to so many times those of the last look, where only undisturbed ones count.
inline constexpr std::size_t kMostBouts = 3;

/// The base and the choice of rounds from the first six bouts, then `decide` at every look. B takes exp(effect) times
/// as long as recorded: a time that is multiplied moves its logarithm, and any median of them.
Ended compare(const Track& track, std::span<const Pick> picks, const stats::ComparisonRule& rule, double effect);

/// The 2nd percentile of the readings of the first six, as a run keeps it; empty where none were recorded.
std::optional<double> base_of(const Track& track, std::span<const Pick> picks);

/// What a session would have kept of these bouts.
struct Evidence {
  std::vector<stats::PairValue> pairs;  ///< of the bouts that have a value
  std::vector<double> started;
  std::vector<std::size_t> bouts;  ///< how many had been started by then

  stats::Bouts kept() const { return stats::Bouts(pairs, started); }
  /// How many of `pairs` there were when so many of them had a value on the rounds that decide.
  std::size_t until(std::size_t values) const;
};
Evidence evidence_of(const Track& track, std::span<const Pick> picks, double effect);

}  // namespace assay::replay

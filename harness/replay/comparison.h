#pragma once

#include <span>

#include "harness/replay/track.h"
#include "harness/stats/stages.h"

namespace assay::replay {

/* Recorded bouts become what a session keeps of its own, and are given to the functions by which it decides:
 * stats::decide, stats::decide_in_suite. Nothing is decided here. */

/// What a session would have kept of these bouts. B takes exp(effect) times as long as recorded: a time that is
/// multiplied moves its logarithm, and any median of them.
class Evidence {
 public:
  /// `picks`: all that may be fed; they stay where they are.
  Evidence(const Track& track, std::span<const Pick> picks, double effect);

  /// The next of the picks, up to that many in all.
  void feed(std::size_t upto);

  stats::Bouts bouts() const { return stats::Bouts(pairs_, started_); }
  std::size_t fed() const { return fed_; }
  /// Of the picks, whether they have a value or not, when there were so many bouts that have one.
  std::size_t picks_until(std::size_t bouts) const { return bouts == 0 ? 0 : picks_of_[bouts - 1]; }
  double seconds(std::size_t picks) const;

 private:
  const Track* track_;
  std::span<const Pick> picks_;
  double effect_;
  std::optional<double> base_ns_;
  std::size_t fed_ = 0;
  std::vector<stats::PairValue> pairs_;  // of the bouts that have a value
  std::vector<double> started_;
  std::vector<std::size_t> picks_of_;  // how many had been fed by then
};

/// The run's base as a session settles it, beginning with these bouts; empty where no references were recorded.
std::optional<double> base_of(const Track& track, std::span<const Pick> picks);

/// A comparison as a session would have ended it on these bouts.
struct Ended {
  stats::Finding finding;  ///< never open: undecided where the bouts ended first
  std::size_t bouts = 0;   ///< started, whether they counted or not
  double seconds = 0;      ///< what those bouts took
};

/// `assay ab` with one workload.
Ended compare(const Track& track, std::span<const Pick> picks, const stats::ComparisonRule& rule, double effect);

/// One comparison of a suite, in its two stages.
class Staged {
 public:
  Staged(const Track& track, std::span<const Pick> picks, double care_percent, double effect);

  /// Until it is flagged or has ended.
  const Ended& screen();
  /// Of a flagged one, `flagged` of the suite being confirmed: on the bouts that follow.
  const Ended& confirm(int flagged);

  const Ended& ended() const { return ended_; }
  stats::Bouts bouts() const { return evidence_.bouts(); }

 private:
  Evidence evidence_;
  double care_percent_;
  Ended ended_;
  std::size_t screened_ = 0;  // bouts that have a value
};

}  // namespace assay::replay

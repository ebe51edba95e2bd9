#pragma once

#include <algorithm>

#include "harness/core/bout.h"

namespace assay {

/// A reading of the reference kernel within 1 % of the base is undisturbed: with an idle sibling they read 1.000-1.003
/// of the fastest.
inline constexpr double kUndisturbedLimit = 1.01;
/// So many undisturbed rounds make the value of a bout; the leader prolongs it until then.
inline constexpr int kUndisturbedRounds = 25;
/// Steady rounds that the value over all rounds rests on.
inline constexpr int kRoundsOfAll = 50;
/// A bout is prolonged no further than to so many steady rounds.
inline constexpr int kMostRounds = 150;

/// Of bouts that had fewer undisturbed ones among the first kRoundsOfAll, one in nine would reach kUndisturbedRounds in
/// the hundred rounds that are left: they are not prolonged.
inline constexpr int kFewestToProlong = 3;

/// Whether a bout in turns that was asked for `rounds` steady rounds goes on after `done` of them. By the references
/// alone: whoever looked at the times would stop when he likes them.
inline bool goes_on(int done, int rounds, int undisturbed) {
  if (done < rounds) return true;
  if (undisturbed >= kUndisturbedRounds || done >= std::max(kMostRounds, rounds)) return false;
  return done < kRoundsOfAll || undisturbed >= kFewestToProlong;
}

/// Both readings of a slice, and no wait for the CPU. What only the whole bout tells (steal) is left to the analysis.
inline bool reads_undisturbed(const Slice& slice, double base_ns) {
  const auto [low, high] = std::minmax(slice.reference_before_ns, slice.reference_after_ns);
  return low > 0 && static_cast<double>(high) <= kUndisturbedLimit * base_ns && slice.run_delay_ns <= 0;
}

}  // namespace assay

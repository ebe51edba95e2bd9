#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "harness/stats/nightly.h"
#include "harness/stats/yuen.h"

namespace assay::stats {

/// By how much nights of a strand differ without a change, as it was known before some of them.
struct NightSpread {
  double sigma = 0;          ///< noise from night to night
  std::size_t nights = 0;    ///< that sigma is of
  std::size_t at_level = 0;  ///< of the last segment, whose median is the level
  double level = 0;
  /// Standard error of the distance of a mean over so many nights from the level:
  /// sigma sqrt(1 / count + pi/2 / at_level).
  double se(std::size_t count) const;
};

/// Nights in a row that are off their level in one direction, each as far as is suspected.
struct NightsOff {
  int after = 0;           ///< the last night before them
  int first = 0;           ///< of them; the last one is the strand's
  std::size_t nights = 0;  ///< that were measured
  double least = 0;        ///< the least distance among them, a logarithm above 0
  NightSpread before{};    ///< of the nights before them
};

/// Of the strand with this identity, up to a night; empty where that one is not off its level, or nothing is known of
/// the noise yet.
std::optional<NightsOff> nights_off(std::span<const Night> series, const std::string& identity, int night,
                                    const NightlyRule& rule);

/// The chance that so many nights are so far from their level (a logarithm) though nothing changed: two-sided, by t
/// with sigma_df, times the number of nights before, for it could have been any of them. As Change::p.
double p_among_nights(double size, std::size_t count, const NightSpread& spread);

/// The 95 % interval of a change of which so many nights tell.
Interval interval_among_nights(double size, std::size_t count, const NightSpread& spread);

}  // namespace assay::stats

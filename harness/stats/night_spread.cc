#include "harness/stats/night_spread.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "harness/stats/change_points.h"
#include "harness/stats/potts.h"

namespace assay::stats {
namespace {

constexpr double kStretchLevel = 0.95;

/// Of the first nights of a strand; empty while they are too few to know their noise.
std::optional<NightSpread> spread_of(const Strand& strand, std::size_t count, double floor_percent) {
  const auto end = static_cast<std::ptrdiff_t>(count);
  const Strand first{strand.identity,
                     {strand.nights.begin(), strand.nights.begin() + end},
                     {strand.values.begin(), strand.values.begin() + end}};
  if (count == 0) return std::nullopt;
  const ChangePoints course = change_points(first, floor_percent);
  if (course.sigma == 0) return std::nullopt;
  const Segment& last = course.segments.back();
  return NightSpread{course.sigma, count, last.nights, last.level};
}

/// The nights from `begin` on, all of them off the level before.
std::optional<NightsOff> off_from(const Strand& strand, std::size_t begin, const NightlyRule& rule) {
  const auto before = spread_of(strand, begin, rule.floor_percent);
  if (!before) return std::nullopt;
  NightsOff off{strand.nights[begin - 1], strand.nights[begin], strand.nights.size() - begin, 0, *before};
  const double direction = strand.values.back() > before->level ? 1 : -1;
  off.least = direction * (strand.values.back() - before->level);
  for (std::size_t i = begin; i < strand.values.size(); ++i)
    off.least = std::min(off.least, direction * (strand.values[i] - before->level));
  const bool far = off.least > rule.suspect_sigmas * before->sigma && off.least > from_percent(rule.suspect_percent);
  return far ? std::optional(off) : std::nullopt;
}

}  // namespace

double NightSpread::se(std::size_t count) const {
  return sigma * std::sqrt(1 / static_cast<double>(count) + kMedianSe * kMedianSe / static_cast<double>(at_level));
}

std::optional<NightsOff> nights_off(std::span<const Night> series, const std::string& identity, int night,
                                    const NightlyRule& rule) {
  std::vector<Night> here;
  for (const Night& each : series)
    if (each.identity == identity && each.night <= night) here.push_back(each);
  const auto found = strands(here);
  if (!found || found->empty()) return std::nullopt;
  const Strand& strand = found->front();
  std::optional<NightsOff> off;
  for (std::size_t begin = strand.nights.size() - 1; begin > 0; --begin) {
    auto longer = off_from(strand, begin, rule);
    if (!longer) break;
    off = std::move(longer);
  }
  return off;
}

double p_among_nights(double size, std::size_t count, const NightSpread& spread) {
  const boost::math::students_t distribution(sigma_df(spread.nights));
  const double once = 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(size) / spread.se(count)));
  return std::min(1.0, once * static_cast<double>(spread.nights));
}

Interval interval_among_nights(double size, std::size_t count, const NightSpread& spread) {
  const double half = t_two_sided(1 - kStretchLevel, sigma_df(spread.nights)) * spread.se(count);
  return {size - half, size + half};
}

}  // namespace assay::stats

#include "harness/stats/change_points.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <optional>

#include "harness/stats/bend.h"
#include "harness/stats/drift.h"
#include "harness/stats/potts.h"
#include "harness/stats/yuen.h"

namespace assay::stats {
namespace {

constexpr std::size_t kLeastNights = 3;  // on either side of a jump
constexpr double kBendLevel = 0.95;

/// A jump that has not what it needs.
struct Failing {
  std::size_t jump = 0;
  double has = 0;  ///< share of the size that it needs; above 1 where it lacks nights
};

std::optional<Failing> weakest_failing(std::span<const double> values, const Need& need,
                                       const std::vector<std::size_t>& jumps) {
  std::optional<Failing> weakest;
  for (std::size_t i = 0; i < jumps.size(); ++i) {
    const std::size_t begin = i == 0 ? 0 : jumps[i - 1];
    const std::size_t end = i + 1 == jumps.size() ? values.size() : jumps[i + 1];
    const std::size_t n1 = jumps[i] - begin, n2 = end - jumps[i];
    const double size = median_of(values.subspan(jumps[i], n2)) - median_of(values.subspan(begin, n1));
    const double has = need.share(size, need.se(n1, n2));
    if (has >= 1 && std::min(n1, n2) >= kLeastNights) continue;
    if (!weakest || has < weakest->has) weakest = {i, has};
  }
  return weakest;
}

double p_anywhere(double t, std::size_t nights) {
  const boost::math::students_t distribution(sigma_df(nights));
  return std::min(1.0, 2 * boost::math::cdf(boost::math::complement(distribution, t)) * static_cast<double>(nights));
}

Change change_of(const Bend& bend, const Strand& strand) {
  Change change;
  change.course = bend.ramp() ? Change::Course::Drift : Change::Course::Step;
  change.after = strand.nights[bend.last_before];
  change.from = strand.nights[bend.last_before + 1];
  change.to = strand.nights[bend.first_after];
  change.before = bend.before;
  change.size = bend.after - bend.before;
  if (bend.may_be)
    change.may_be = {strand.nights[bend.may_be->last_before + 1], strand.nights[bend.may_be->first_after]};
  const double half = t_two_sided(1 - kBendLevel, sigma_df(strand.values.size())) * bend.se;
  change.low = change.size - half;
  change.high = change.size + half;
  change.p = p_anywhere(std::abs(change.size) / bend.se, strand.values.size());
  return change;
}

Segment segment_of(const Strand& strand, std::size_t begin, std::size_t end, double level) {
  return {strand.nights[begin], strand.nights[end - 1], end - begin, level};
}

}  // namespace

std::vector<std::size_t> prune(std::span<const double> values, const Need& need, std::vector<std::size_t> jumps) {
  while (const auto weakest = weakest_failing(values, need, jumps))
    jumps.erase(jumps.begin() + static_cast<std::ptrdiff_t>(weakest->jump));
  return jumps;
}

ChangePoints change_points(const Strand& strand, double floor_percent) {
  ChangePoints found;
  const std::span<const double> values = strand.values;
  if (values.empty()) return found;
  std::vector<Bend> changes;
  if (values.size() >= 2 * kLeastNights) {
    found.sigma = night_sigma(values);
    const Need need{found.sigma, from_percent(floor_percent)};
    const auto jumps = potts(values, found.sigma);
    changes = bends(values, need, prune(values, need, jumps), jumps);
  }
  std::size_t begin = 0;
  for (const Bend& bend : changes) {
    found.segments.push_back(segment_of(strand, begin, bend.last_before + 1, bend.before));
    found.changes.push_back(change_of(bend, strand));
    begin = bend.first_after;
  }
  const double level = changes.empty() ? median_of(values) : changes.back().after;
  found.segments.push_back(segment_of(strand, begin, values.size(), level));
  return found;
}

}  // namespace assay::stats

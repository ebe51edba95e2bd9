#include "harness/stats/dip.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace assay::stats {
namespace {

constexpr std::size_t kLeastForLevels = 9;

/// A step of the distribution function, in counts: at x it rises from `below` to `upto`.
struct Step {
  double x;
  double below;
  double upto;
};

std::vector<Step> steps_of(std::vector<double> values) {
  std::ranges::sort(values);
  std::vector<Step> steps;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (steps.empty() || values[i] != steps.back().x)
      steps.push_back({values[i], static_cast<double>(i), static_cast<double>(i)});
    steps.back().upto += 1;
  }
  return steps;
}

/// A convex minorant below the steps, or a concave majorant above them, of steps `first` to `last`: its knots, and its
/// height at every step.
struct Hull {
  std::vector<std::size_t> knots;
  std::vector<double> at;  ///< by step, from `first`
};

template <typename Height>
Hull hull(const std::vector<Step>& steps, std::size_t first, std::size_t last, double sign, Height height) {
  Hull result;
  const auto slope = [&](std::size_t a, std::size_t b) {
    return sign * (height(steps[b]) - height(steps[a])) / (steps[b].x - steps[a].x);
  };
  for (std::size_t i = first; i <= last; ++i) {
    auto& knots = result.knots;
    while (knots.size() > 1 && slope(knots[knots.size() - 2], knots.back()) >= slope(knots.back(), i)) knots.pop_back();
    knots.push_back(i);
  }
  for (std::size_t i = first, knot = 0; i <= last; ++i) {
    if (knot + 1 < result.knots.size() && i > result.knots[knot + 1]) ++knot;
    const std::size_t from = result.knots[knot];
    const std::size_t to = result.knots[std::min(knot + 1, result.knots.size() - 1)];
    const double rise = from == to ? 0 : sign * slope(from, to) * (steps[i].x - steps[from].x);
    result.at.push_back(height(steps[from]) + rise);
  }
  return result;
}

/// One pass of the search: both hulls between `low` and `high`, and where they are farthest apart.
struct Pass {
  double apart = 0;
  std::size_t low = 0, high = 0;  ///< where the mode must lie
  double excess = 0;              ///< of the steps over the hulls outside of that
};

Pass pass(const std::vector<Step>& steps, std::size_t low, std::size_t high) {
  const Hull convex = hull(steps, low, high, 1, [](const Step& step) { return step.below; });
  const Hull concave = hull(steps, low, high, -1, [](const Step& step) { return step.upto; });
  Pass found{.low = low, .high = high};
  const auto look = [&](std::size_t at, std::size_t new_low, std::size_t new_high) {
    const double apart = concave.at[at - low] - convex.at[at - low];
    if (apart > found.apart) found = {.apart = apart, .low = new_low, .high = new_high};
  };
  for (const std::size_t knot : convex.knots) look(knot, knot, *std::ranges::lower_bound(concave.knots, knot));
  for (const std::size_t knot : concave.knots) look(knot, *(std::ranges::upper_bound(convex.knots, knot) - 1), knot);
  // The mode itself may be a step of any height.
  for (std::size_t i = low; i < found.low; ++i)
    found.excess = std::max(found.excess, steps[i].upto - convex.at[i - low]);
  for (std::size_t i = found.high + 1; i <= high; ++i)
    found.excess = std::max(found.excess, concave.at[i - low] - steps[i].below);
  return found;
}

/// sqrt(n) times dip_limit at these n; printed by scripts/calibrate-looks (200000 samples each, seed 7).
struct Limit {
  int n;
  double scaled;
};
constexpr std::array<Limit, 12> kLimits{{{6, 0.4709},
                                         {9, 0.492},
                                         {13, 0.519},
                                         {18, 0.5355},
                                         {25, 0.5478},
                                         {34, 0.5629},
                                         {48, 0.5697},
                                         {68, 0.5809},
                                         {96, 0.5909},
                                         {136, 0.5968},
                                         {192, 0.603},
                                         {272, 0.6087}}};

double scaled_limit(int n) {
  const auto above = std::ranges::find_if(kLimits, [&](const Limit& limit) { return limit.n >= n; });
  if (above == kLimits.begin()) return above->scaled;
  if (above == kLimits.end()) return kLimits.back().scaled;  // it settles: within 1 % of its limit from there
  const Limit &a = *(above - 1), &b = *above;
  const double part = std::log(static_cast<double>(n) / a.n) / std::log(static_cast<double>(b.n) / a.n);
  return a.scaled + part * (b.scaled - a.scaled);
}

}  // namespace

double dip(std::span<const double> values) {
  if (values.empty()) return 0;
  const std::vector<Step> steps = steps_of({values.begin(), values.end()});
  double found = 1;  // of a count: no continuous distribution comes nearer to a step than half of it
  std::size_t low = 0, high = steps.size() - 1;
  while (low < high) {
    const Pass next = pass(steps, low, high);
    if (next.apart <= found) break;
    found = std::max(found, next.excess);
    if (next.low == low && next.high == high) break;
    low = next.low;
    high = next.high;
  }
  return found / (2 * static_cast<double>(values.size()));
}

double dip_limit(int n) {
  return scaled_limit(n) / std::sqrt(static_cast<double>(n));
}

/// Where the squares within both groups are least, those between them are greatest.
TwoLevels two_groups(std::span<const double> sorted) {
  double total = 0;
  for (const double value : sorted) total += value;
  TwoLevels best;
  double most = -1, sum = 0;
  const auto n = static_cast<double>(sorted.size());
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    sum += sorted[i - 1];
    const auto k = static_cast<double>(i);
    const double low = sum / k, high = (total - sum) / (n - k);
    const double between = k * (n - k) * (high - low) * (high - low);
    if (between <= most) continue;
    most = between;
    best = {low, high, static_cast<int>(i), static_cast<int>(sorted.size() - i)};
  }
  return best;
}

std::optional<TwoLevels> two_levels(std::span<const double> values) {
  if (values.size() < kLeastForLevels) return std::nullopt;
  if (dip(values) <= dip_limit(static_cast<int>(values.size()))) return std::nullopt;
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  const TwoLevels levels = two_groups(sorted);
  return levels.high - levels.low >= kLevelsApart ? std::optional(levels) : std::nullopt;
}

}  // namespace assay::stats

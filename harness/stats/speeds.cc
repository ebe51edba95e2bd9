#include "harness/stats/speeds.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/core/order.h"
#include "harness/stats/dip.h"
#include "harness/stats/pair.h"
#include "harness/stats/reference.h"

namespace assay::stats {
namespace {

constexpr int kLeastBouts = 3;            // of either speed
constexpr double kSpeedsDifferP = 0.001;  // asked at every look, and bouts are lost where it is wrong

/// The greatest value of the faster group.
std::optional<double> border(std::vector<double> log_times, int least) {
  if (std::ssize(log_times) < 2 * least) return std::nullopt;
  std::ranges::sort(log_times);
  const TwoLevels groups = two_groups(log_times);
  if (std::min(groups.at_low, groups.at_high) < least) return std::nullopt;
  if (groups.high - groups.low < std::log(kDisturbedLimit)) return std::nullopt;
  return log_times[static_cast<std::size_t>(groups.at_low) - 1];
}

struct Rounds {
  std::vector<double> log_times, ratios;

  void push(double log_time, double ratio) {
    log_times.push_back(log_time);
    ratios.push_back(ratio);
  }
  Speed speed() { return {median_in_place(log_times), median_in_place(ratios)}; }
};

bool differ(const Yuen& a, const Yuen& b) {
  const double u = a.se * a.se, v = b.se * b.se;
  Yuen difference;
  difference.mean = b.mean - a.mean;
  difference.se = std::sqrt(u + v);
  if (u + v > 0) difference.df = (u + v) * (u + v) / (u * u / a.df + v * v / b.df);  // Welch and Satterthwaite
  return p_two_sided(difference) < kSpeedsDifferP;
}

}  // namespace

Speeds speeds_of(std::span<const double> a, std::span<const double> b) {
  Rounds all;
  for (std::size_t i = 0; i < a.size(); ++i) all.push((std::log(a[i]) + std::log(b[i])) / 2, std::log(b[i] / a[i]));
  const auto at = border(all.log_times, kShownRounds);
  if (!at) return {all.speed(), {}};
  Rounds fast, slow;
  for (std::size_t i = 0; i < a.size(); ++i)
    (all.log_times[i] <= *at ? fast : slow).push(all.log_times[i], all.ratios[i]);
  return {fast.speed(), slow.speed()};
}

std::optional<EitherKind> by_speed(std::span<const PairValue> bouts) {
  Rounds all;
  for (const PairValue& bout : bouts) {
    if (!bout.speeds) continue;
    all.push(bout.speeds->fast.log_time, bout.speeds->fast.ratio);
    if (bout.speeds->slow) all.push(bout.speeds->slow->log_time, bout.speeds->slow->ratio);
  }
  const auto at = border(all.log_times, kLeastBouts);
  if (!at) return std::nullopt;
  std::vector<double> fast, slow;
  for (std::size_t i = 0; i < all.ratios.size(); ++i) (all.log_times[i] <= *at ? fast : slow).push_back(all.ratios[i]);
  const auto of_fast = yuen(fast), of_slow = yuen(slow);
  if (!of_fast || !of_slow || !differ(*of_fast, *of_slow)) return std::nullopt;
  return EitherKind{*of_fast, *of_slow};
}

}  // namespace assay::stats

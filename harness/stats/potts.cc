#include "harness/stats/potts.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace assay::stats {
namespace {

constexpr double kNormalMad = 1.4826;  // sd / median absolute deviation of a normal distribution
constexpr double kLeastSigma = 1e-5;
constexpr double kDfPerNight = 0.3;
constexpr double kPenaltyPerLog = 3;
constexpr double kLevelsPerSigma = 4;

/// The levels, in units of sigma: grid points within reach (3 sigma) of a value. At any other one every night would
/// cost the cap, which is no better than at one of these.
std::vector<double> levels_near(std::vector<double> scaled) {
  const double reach = std::sqrt(kNightCap);
  std::sort(scaled.begin(), scaled.end());
  std::vector<double> levels;
  std::int64_t next = INT64_MIN;
  for (const double value : scaled) {
    const auto first = static_cast<std::int64_t>(std::floor((value - reach) * kLevelsPerSigma));
    const auto last = static_cast<std::int64_t>(std::ceil((value + reach) * kLevelsPerSigma));
    for (next = std::max(next, first); next <= last; ++next)
      levels.push_back(static_cast<double>(next) / kLevelsPerSigma);
  }
  return levels;
}

/// For every level the least cost of a course that is on it tonight, and where its last segment began.
class Courses {
 public:
  explicit Courses(std::vector<double> levels)
      : levels_(std::move(levels)), costs_(levels_.size(), 0), starts_(levels_.size(), 0) {}

  void jump(double penalty, std::size_t night) {
    const double jumped = costs_[best_] + penalty;
    for (std::size_t k = 0; k < costs_.size(); ++k) {
      if (costs_[k] <= jumped) continue;
      costs_[k] = jumped;
      starts_[k] = night;
    }
  }

  void add(double value) {
    for (std::size_t k = 0; k < costs_.size(); ++k) {
      const double off = value - levels_[k];
      costs_[k] += std::min(off * off, kNightCap);
    }
    best_ = static_cast<std::size_t>(std::min_element(costs_.begin(), costs_.end()) - costs_.begin());
  }

  std::size_t start_of_best() const { return starts_[best_]; }

 private:
  std::vector<double> levels_;
  std::vector<double> costs_;
  std::vector<std::size_t> starts_;
  std::size_t best_ = 0;
};

}  // namespace

double night_sigma(std::span<const double> values) {
  std::vector<double> steps;
  for (std::size_t t = 1; t < values.size(); ++t) steps.push_back(std::abs(values[t] - values[t - 1]));
  std::sort(steps.begin(), steps.end());
  const double median = (steps[(steps.size() - 1) / 2] + steps[steps.size() / 2]) / 2;
  return std::max(kNormalMad * median / std::sqrt(2.0), kLeastSigma);
}

double sigma_df(std::size_t n) {
  return kDfPerNight * static_cast<double>(n - 1);
}

double night_cost(double value, double level, double sigma) {
  const double off = (value - level) / sigma;
  return std::min(off * off, kNightCap);
}

double jump_penalty(std::size_t n) {
  return kPenaltyPerLog * std::log(static_cast<double>(n));
}

std::vector<std::size_t> potts(std::span<const double> values, double sigma) {
  std::vector<double> scaled(values.begin(), values.end());
  for (double& value : scaled) value /= sigma;
  Courses courses(levels_near(scaled));
  std::vector<std::size_t> starts;  // of the last segment of the best course that ends on each night
  for (std::size_t t = 0; t < scaled.size(); ++t) {
    if (t > 0) courses.jump(jump_penalty(scaled.size()), t);
    courses.add(scaled[t]);
    starts.push_back(courses.start_of_best());
  }
  std::vector<std::size_t> jumps;
  for (std::size_t end = starts.size(); end > 0 && starts[end - 1] > 0; end = starts[end - 1])
    jumps.push_back(starts[end - 1]);
  std::reverse(jumps.begin(), jumps.end());
  return jumps;
}

}  // namespace assay::stats

#include "harness/stats/ramp.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/stats/potts.h"

namespace assay::stats {
namespace {

constexpr std::size_t kCoarseKnots = 24;

std::vector<double> without_wild_nights(std::span<const double> values, double sigma) {
  std::vector<double> calm(values.begin(), values.end());
  for (std::size_t t = 0; t < values.size(); ++t) {
    const std::size_t first = t < 2 ? 0 : t - 2;
    const double middle = median_of(values.subspan(first, std::min(t + 3, values.size()) - first));
    if (night_cost(values[t], middle, sigma) >= kNightCap) calm[t] = middle;
  }
  return calm;
}

/// Least squares for any knots in constant time, from running sums. value = before + u size, where u is 0 up to the
/// night `last`, 1 from `first`, and straight between them.
class Ramps {
 public:
  explicit Ramps(std::span<const double> values) : n_(values.size()), origin_(values.front()), sums_(1), moments_(1) {
    for (std::size_t t = 0; t < n_; ++t) {
      sums_.push_back(sums_.back() + values[t] - origin_);
      moments_.push_back(moments_.back() + static_cast<double>(t) * (values[t] - origin_));
    }
  }

  /// The sum of squares that the ramp explains.
  double explained(std::size_t last, std::size_t first) const {
    const Moments m = moments(last, first);
    return m.uy * m.uy / m.uu;
  }

  Bend fit(std::size_t last, std::size_t first, double sigma) const {
    const Moments m = moments(last, first);
    Bend bend{.last_before = last, .first_after = first};
    bend.before = origin_ + (sums_[n_] - m.uy / m.uu * m.u) / static_cast<double>(n_);
    bend.after = bend.before + m.uy / m.uu;
    bend.se = kMedianSe * sigma / std::sqrt(m.uu);  // as careful as with medians, for the knots were chosen
    return bend;
  }

 private:
  struct Moments {
    double u = 0;   ///< the sum
    double uu = 0;  ///< about the mean
    double uy = 0;  ///< about the means
  };

  Moments moments(std::size_t last, std::size_t first) const {
    const auto n = static_cast<double>(n_), length = static_cast<double>(first - last);
    const auto after = static_cast<double>(n_ - first);
    const double u = (length - 1) / 2 + after;
    const double squares = (length - 1) * (2 * length - 1) / (6 * length) + after;
    const double sum = sums_[first] - sums_[last + 1];
    const double line = moments_[first] - moments_[last + 1] - static_cast<double>(last) * sum;
    const double products = line / length + sums_[n_] - sums_[first];
    return {u, squares - u * u / n, products - u * sums_[n_] / n};
  }

  std::size_t n_;
  double origin_;
  std::vector<double> sums_;     ///< of the values before t
  std::vector<double> moments_;  ///< of t times the value
};

struct Knots {
  std::size_t last = 0;
  std::size_t first = kLeastRamp;
};

/// Both within reach of those given.
Knots best_near(const Ramps& ramps, Knots middle, std::size_t reach, std::size_t step, std::size_t n) {
  Knots best;
  double most = -1;
  const auto from = [&](std::size_t knot) { return knot < reach ? 0 : knot - reach; };
  for (std::size_t last = from(middle.last); last < std::min(middle.last + reach + 1, n); last += step) {
    const std::size_t least = std::max(from(middle.first), last + kLeastRamp);
    for (std::size_t first = least; first < std::min(middle.first + reach + 1, n); first += step) {
      const double explained = ramps.explained(last, first);
      if (explained <= most) continue;
      most = explained;
      best = {last, first};
    }
  }
  return best;
}

}  // namespace

Bend best_ramp(std::span<const double> values, double sigma) {
  const std::size_t n = values.size();
  const Ramps ramps(without_wild_nights(values, sigma));
  const std::size_t step = std::max<std::size_t>(1, n / kCoarseKnots);
  const Knots coarse = best_near(ramps, {}, n, step, n);
  const Knots fine = best_near(ramps, coarse, step, 1, n);
  return ramps.fit(fine.last, fine.first, sigma);
}

}  // namespace assay::stats

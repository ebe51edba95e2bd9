#include "harness/stats/yuen.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <vector>

namespace assay::stats {
namespace {

double squares_about_mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  const double mean = sum / static_cast<double>(values.size());
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return squares;
}

}  // namespace

std::optional<Yuen> yuen(std::span<const double> values) {
  // NaN has no order, and sorting it is undefined.
  if (values.size() < 2 || !std::ranges::all_of(values, [](double value) { return std::isfinite(value); }))
    return std::nullopt;
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());  // all of it, so that the sums do not depend on the order of the bouts
  const auto n = static_cast<std::ptrdiff_t>(sorted.size());
  const std::ptrdiff_t g = n / 5;
  const std::ptrdiff_t h = n - 2 * g;
  Yuen estimate;
  estimate.n = static_cast<int>(n);
  for (auto it = sorted.begin() + g; it != sorted.end() - g; ++it) estimate.mean += *it;
  estimate.mean /= static_cast<double>(h);
  std::fill(sorted.begin(), sorted.begin() + g, sorted[static_cast<std::size_t>(g)]);
  std::fill(sorted.end() - g, sorted.end(), sorted[static_cast<std::size_t>(n - g - 1)]);
  const double squares = squares_about_mean(sorted);
  estimate.sd = std::sqrt(squares / static_cast<double>(n - 1));
  estimate.se = std::sqrt(squares / (static_cast<double>(h) * static_cast<double>(h - 1)));
  estimate.df = static_cast<double>(h - 1);
  if (!std::isfinite(estimate.mean) || !std::isfinite(squares)) return std::nullopt;
  return estimate;
}

double p_two_sided(const Yuen& estimate) {
  if (estimate.mean == 0) return 1;
  const double t = std::abs(estimate.mean) / estimate.se;
  if (!std::isfinite(t)) return 0;
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(estimate.df), t));
}

Interval interval(const Yuen& estimate, double level, double widen) {
  const double half = t_two_sided(1 - level, estimate.df) * estimate.se * widen;
  return {estimate.mean - half, estimate.mean + half};
}

double t_two_sided(double p, double df) {
  return t_upper(p / 2, df);
}

double t_upper(double p, double df) {
  return boost::math::quantile(boost::math::complement(boost::math::students_t(df), p));
}

double to_percent(double log_ratio) {
  return 100 * std::expm1(log_ratio);
}
double from_percent(double percent) {
  return std::log1p(percent / 100);
}

}  // namespace assay::stats

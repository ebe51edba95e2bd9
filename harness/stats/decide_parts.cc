#include "harness/stats/decide_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace assay::stats {

std::optional<Finding> broken(std::span<const double> values) {
  constexpr double largest = 100;  // two times of 1 and 2^63 ns over 2^63 and 1 iterations: ln 2^126 = 87
  const auto found = std::ranges::find_if(values, [](double value) { return !(std::abs(value) <= largest); });
  if (found == values.end()) return std::nullopt;
  return failed(fmt::format("value {} of {} is {}, which is no ratio of times: the clock or the import is broken",
                            found - values.begin() + 1, values.size(), *found));
}

bool spans_enough(const Series& series, std::size_t n, double widened, Widening widening) {
  if (widening != Widening::Always && widened <= 1) return true;
  if (series.started.size() < n) return true;
  double span = 0;
  for (std::size_t i = 1; i < n; ++i)
    if (const double passed = series.started[i] - series.started[i - 1]; passed > 0) span += passed;
  return span >= kLeastSpanSeconds;
}

bool too_few(std::size_t bouts, Widening widening) {
  return widening == Widening::WhenDisturbed && bouts < kLeastForCorrelation;
}

std::string_view name(Verdict verdict) {
  constexpr std::string_view names[] = {"open", "changed", "same", "undecided", "noisy", "failed", "flagged"};
  return names[static_cast<std::size_t>(verdict)];
}

std::string_view name(Noise noise) {
  constexpr std::string_view names[] = {"QUIET", "OK", "COARSE", "NOISY"};
  return names[static_cast<std::size_t>(noise)];
}

Noise noise_class(double mde90_percent) {
  if (mde90_percent <= 1) return Noise::Quiet;
  if (mde90_percent <= 2) return Noise::Ok;
  return mde90_percent <= 5 ? Noise::Coarse : Noise::Noisy;
}

double mde90_percent(const Yuen& estimate, const Looks& looks) {
  const int last = std::max(looks.last(), 2);
  const double df = last - 2 * (last / 5) - 1;  // NOLINT(bugprone-integer-division): the trimming is whole
  const double t = t_two_sided(looks.nominal_p, df) + t_upper(0.1, df);
  return to_percent(t * estimate.se * std::sqrt(static_cast<double>(estimate.n) / last));
}

}  // namespace assay::stats

#pragma once

#include <optional>
#include <span>

namespace assay::stats {

/// A 20 % trimmed mean with Yuen's standard error (Yuen 1974, Biometrika 61:165; one sample, so Tukey and McLaughlin
/// 1963): g = floor(0.2 n), h = n - 2g, se = sqrt(SS_winsorised / (h (h - 1))), df = h - 1.
struct Yuen {
  int n = 0;
  double mean = 0;  ///< trimmed; in the unit of the values (log ratios throughout Assay)
  double sd = 0;    ///< sqrt(SS_winsorised / (n - 1)); of replicas, of which nothing is trimmed, the plain one
  double se = 0;
  double df = 1;
};

/// Empty below two values: one bout has no spread. Empty, too, where the result would be no number: of values that are
/// infinite or NaN, or so large that their squares are.
std::optional<Yuen> yuen(std::span<const double> values);

struct Interval {
  double low = 0;
  double high = 0;
};

/// Two-sided p of mean = 0. Where se is 0 (all values equal): 1 if the mean is 0, else 0.
double p_two_sided(const Yuen& estimate);

/// mean +- t(level) * se * widen; level 0.95 is a 95 % interval.
Interval interval(const Yuen& estimate, double level, double widen = 1);

/// The two-sided quantile of Student's t: P(|T| > t) = p.
double t_two_sided(double p, double df);
/// The upper one-sided quantile: P(T > t) = p.
double t_upper(double p, double df);

/// 100 (exp(x) - 1): a log ratio of times as "B takes x % more time than A", and back.
double to_percent(double log_ratio);
double from_percent(double percent);

}  // namespace assay::stats

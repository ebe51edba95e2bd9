#include "harness/stats/suite.h"

#include <algorithm>
#include <cmath>

#include "harness/stats/decide_parts.h"
#include "harness/stats/looks.h"
#include "harness/stats/yuen.h"

namespace assay::stats {
namespace {

constexpr std::size_t kSuiteBouts = kFirstLook;  // that every comparison has, wherever it stopped
constexpr double kScoreLevel = 0.95;

struct Plain {
  double mean = 0;
  double variance = 0;  ///< of the mean
  double df = 0;
};

Plain plain_mean(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  Plain result;
  for (const double value : values) result.mean += value / n;
  for (const double value : values) result.variance += (value - result.mean) * (value - result.mean);
  result.df = n - 1;
  result.variance /= result.df * n;
  return result;
}

}  // namespace

std::optional<SuiteScore> suite_score(std::span<const std::vector<double>> values_of_workloads) {
  double mean = 0, variance = 0, welch = 0;
  int workloads = 0;
  for (const auto& values : values_of_workloads) {
    if (broken(values)) continue;
    if (values.size() < kSuiteBouts) return std::nullopt;
    const Plain one = plain_mean(std::span(values).first(kSuiteBouts));
    mean += one.mean;
    variance += one.variance;
    welch += one.variance * one.variance / one.df;  // Satterthwaite 1946: df = (sum v)^2 / sum(v^2 / df)
    ++workloads;
  }
  if (workloads < 2) return std::nullopt;
  const double se = std::sqrt(variance) / workloads;
  const double half = se > 0 ? t_two_sided(1 - kScoreLevel, variance * variance / welch) * se : 0;
  mean /= workloads;
  return SuiteScore{to_percent(mean), to_percent(mean - half), to_percent(mean + half), workloads};
}

}  // namespace assay::stats

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

/// By how much the mean of the first bouts may lie above (`low`) and below what either kind of rounds says.
struct Beyond {
  double low = 0;
  double high = 0;
};

Beyond beyond_kinds(const SuiteRow& row, double mean) {
  if (!row.kinds) return {};
  const auto [least, most] = std::minmax(row.kinds->alone.mean, row.kinds->beside.mean);
  return {std::max(0.0, mean - least), std::max(0.0, most - mean)};
}

Plain first_bouts(const SuiteRow& row) {
  Plain one = plain_mean(std::span(row.values).first(kSuiteBouts));
  if (row.factor <= 1) return one;
  const Plain all = plain_mean(row.values);
  const double of_six = all.variance * static_cast<double>(row.values.size()) / kSuiteBouts;
  one.variance = std::max(one.variance, of_six) * row.factor * row.factor;
  return one;
}

}  // namespace

std::optional<SuiteScore> suite_score(std::span<const SuiteRow> rows) {
  double mean = 0, variance = 0, welch = 0;
  Beyond beyond;
  int workloads = 0;
  for (const SuiteRow& row : rows) {
    if (broken(row.values)) continue;
    if (row.values.size() < kSuiteBouts) return std::nullopt;
    const Plain one = first_bouts(row);
    const Beyond further = beyond_kinds(row, one.mean);
    beyond = {beyond.low + further.low, beyond.high + further.high};
    mean += one.mean;
    variance += one.variance;
    welch += one.variance * one.variance / one.df;  // Satterthwaite 1946: df = (sum v)^2 / sum(v^2 / df)
    ++workloads;
  }
  if (workloads < 2) return std::nullopt;
  const double se = std::sqrt(variance) / workloads;
  const double half = se > 0 ? t_two_sided(1 - kScoreLevel, variance * variance / welch) * se : 0;
  mean /= workloads;
  return SuiteScore{to_percent(mean), to_percent(mean - half - beyond.low / workloads),
                    to_percent(mean + half + beyond.high / workloads), workloads};
}

std::optional<SuiteScore> suite_score(std::span<const Bouts> workloads) {
  const Basis basis = common_basis(workloads);
  std::vector<SuiteRow> rows;
  for (const Bouts& each : workloads) {
    const Bouts bouts = each.on(basis);
    SuiteRow row{bouts.values()};
    if (const auto found = widened(bouts)) {
      row.factor = found->factor;
      row.kinds = found->kinds;
    }
    rows.push_back(std::move(row));
  }
  return suite_score(rows);
}

}  // namespace assay::stats

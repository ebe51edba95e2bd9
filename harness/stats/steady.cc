#include "harness/stats/steady.h"

#include <algorithm>
#include <cmath>

#include "harness/core/order.h"

namespace assay::stats {
namespace {

constexpr std::size_t kInARow = 5;
constexpr double kTolerance = 0.01;
constexpr double kLatest = 0.3;  // of the run
constexpr std::size_t kLeastSlices = 10;
/// Of a pooled median: kTolerance is 3.3 standard deviations away then.
constexpr double kMostScatter = 0.003;

double steady_median(const std::vector<double>& series) {
  return *median({series.begin() + static_cast<std::ptrdiff_t>(series.size() / 2), series.end()});
}

/// For each slice the median over processes of its time relative to the process's own steady level; empty where no
/// process has enough of them.
std::vector<double> pooled(std::span<const std::vector<double>> processes) {
  std::vector<const std::vector<double>*> usable;
  std::size_t length = 0;
  for (const auto& series : processes) {
    if (series.size() < kLeastSlices) continue;
    length = usable.empty() ? series.size() : std::min(length, series.size());
    usable.push_back(&series);
  }
  std::vector<double> levels;
  for (const auto* series : usable) levels.push_back(steady_median(*series));
  std::vector<double> medians, column(usable.size());
  for (std::size_t i = 0; i < length; ++i) {
    for (std::size_t k = 0; k < usable.size(); ++k) column[k] = (*usable[k])[i] / levels[k];
    medians.push_back(median_in_place(column));
  }
  return medians;
}

std::optional<std::size_t> first_steady(const std::vector<double>& medians) {
  std::size_t in_a_row = 0;
  for (std::size_t i = 0; i < medians.size(); ++i) {
    in_a_row = std::abs(medians[i] - 1) <= kTolerance ? in_a_row + 1 : 0;
    if (in_a_row < kInARow) continue;
    const std::size_t first = i + 1 - kInARow;
    if (static_cast<double>(first) >= kLatest * static_cast<double>(medians.size())) break;
    return first;
  }
  return std::nullopt;
}

/// The standard deviation of a slice's pooled median, from what successive ones differ by in the later half: a drift
/// hardly enters.
double scatter(const std::vector<double>& medians) {
  std::vector<double> differences;
  for (std::size_t i = medians.size() / 2 + 1; i < medians.size(); ++i)
    differences.push_back(std::abs(medians[i] - medians[i - 1]));
  return 1.4826 * median_in_place(differences) / std::sqrt(2.0);
}

}  // namespace

std::vector<double> slice_series(const ProcessRecord& process) {
  std::vector<double> series;
  series.reserve(process.slices.size());
  for (const Slice& slice : process.slices)
    if (slice.kept && slice.iterations > 0 && slice.wall_ns > 0)
      series.push_back(static_cast<double>(slice.wall_ns) / static_cast<double>(slice.iterations));
  return series;
}

std::optional<std::size_t> warmup_slices(std::span<const std::vector<double>> processes) {
  return first_steady(pooled(processes));
}

bool has_no_steady_state(std::span<const std::vector<double>> processes) {
  const auto medians = pooled(processes);
  return !medians.empty() && !first_steady(medians) && scatter(medians) <= kMostScatter;
}

}  // namespace assay::stats

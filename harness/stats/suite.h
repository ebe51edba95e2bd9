#pragma once

#include <optional>
#include <span>
#include <vector>

namespace assay::stats {

/// Geometric mean of the effects of two workloads or more, in percent, with its 95 % interval.
struct SuiteScore {
  double percent = 0;
  double low = 0;
  double high = 0;
  int workloads = 0;
};

/// exp(mean delta_i) over the first six bouts of every workload (sequentially stopped estimates are biased): plain
/// means, plain standard errors, t with Welch-Satterthwaite degrees of freedom. A workload with less than two bouts has
/// no standard error and does not count, nor does one with values that are no log ratios; empty where fewer than two
/// count.
std::optional<SuiteScore> suite_score(std::span<const std::vector<double>> values_of_workloads);

}  // namespace assay::stats

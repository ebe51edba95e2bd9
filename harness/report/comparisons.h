#pragma once

#include <optional>
#include <vector>

#include "harness/report/judge.h"
#include "harness/report/measured.h"

namespace assay {

/// The two sides of an `ab`, decided from the stored bouts as the session decided it. `set`: levels that hold for both.
struct Compared {
  ComparisonReport report;
  std::vector<double> values;  ///< by bout, in order
};
/// Empty where the group has one cell: what was varied does not reach this workload.
std::optional<Compared> compare_sides(const MeasuredGroup& group, const Configuration& set, const Question& question);

/// Of two or more workloads.
std::optional<ScoreReport> suite_of(const std::vector<Compared>& comparisons);

}  // namespace assay

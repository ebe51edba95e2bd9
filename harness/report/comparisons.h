#pragma once

#include <optional>
#include <vector>

#include "harness/report/effects.h"
#include "harness/report/judge.h"
#include "harness/report/measured.h"

namespace assay {

/// A side and the baseline of its group, decided from the stored bouts as the session decided it. `set`: levels that
/// hold for both.
struct Compared {
  ComparisonReport report;
  PairSeries series;  ///< of the bouts that were compared
};
/// The two sides of an `ab`, each with its replicas where it has some. Empty where the group has one side: what was
/// varied does not reach this workload.
std::optional<Compared> compare_sides(const MeasuredGroup& group, const Configuration& set, const Question& question);

/// `place`: of the side B among the group's cells; the baseline, which is A, is the first.
Compared compare_with_baseline(const MeasuredGroup& group, std::size_t place, const Configuration& set,
                               const Question& question);

/// Of two or more workloads.
std::optional<ScoreReport> suite_of(const std::vector<Compared>& comparisons);

}  // namespace assay

#pragma once

#include <optional>
#include <span>
#include <vector>

#include "harness/stats/bouts.h"

namespace assay::stats {

/// Geometric mean of the effects of two workloads or more, in percent, with its 95 % interval.
struct SuiteScore {
  double percent = 0;
  double low = 0;
  double high = 0;
  int workloads = 0;
};

/// What the score takes of a workload.
struct SuiteRow {
  std::vector<double> values;         ///< log ratios, by bout
  double factor = 1;                  ///< by which its own interval is widened
  std::optional<EitherKind> kinds{};  ///< where its ratio depends on the neighbour
};

/// exp(mean delta_i) over the first six bouts of every workload (sequentially stopped estimates are biased): plain
/// means, plain standard errors, t with Welch-Satterthwaite degrees of freedom. Where a row's bouts correlate, six in a
/// row do not know how far they spread: the variance is at least that of all its bouts, and widened as the row is.
/// Where a ratio depends on the neighbour, the interval reaches as far as either kind of rounds takes the mean, who is
/// the neighbour of all workloads. One that has values that are no log ratios does not count; empty where fewer than
/// two count or one has less than six bouts.
std::optional<SuiteScore> suite_score(std::span<const SuiteRow> rows);

/// Of bouts, all by the same rounds: undisturbed ones where these decide in each.
std::optional<SuiteScore> suite_score(std::span<const Bouts> workloads);

}  // namespace assay::stats

#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "harness/core/cell.h"
#include "harness/report/measured.h"

namespace assay {

using Strata = std::vector<std::pair<std::size_t, std::size_t>>;  ///< pairs of cells, by their places

/// A factor going from one level to another within a group, with the pairs of cells that differ in it alone.
struct Step {
  std::string factor;
  std::string from;
  std::string to;
  /// Levels of factors that only one side has (`blas=reference` knows no threads), where that side has several: pairs
  /// that differ in these are different questions and not averaged. Where the baseline has such a factor, only its
  /// level is compared. Likewise of factors that were set for some cells and left as they were found (kInherited) for
  /// others, as in runs with another `--set`; both sides are equal in these.
  Configuration where;
  Strata strata;  ///< places of the cells
};

/// Stands for the level of a factor that may be unset and was (`env.NAME`, `root`, `sibling`).
inline constexpr const char* kInherited = "inherited";

/// Every step of every factor with two levels or more, from the baseline's level (where the baseline lacks the factor:
/// from the level that comes first) to each other one. The baseline is the first cell.
std::vector<Step> steps_of(const std::vector<MeasuredCell>& cells);

/// The factor whose levels are re-links of the same code: a sample of layouts. No question of its own where another
/// factor is asked about, so its levels are never kept apart.
inline constexpr const char* kReplica = "replica";

/// Of cells that are two sides but for their replicas, each with several or one: those that belong together, by
/// replica. The sides' first cells where there are none. Empty where all cells are one side.
Strata sides_of(const std::vector<MeasuredCell>& cells);

/// Pairs of cells by the replica that either has, of the second where they differ; empty where some pair has none, or
/// there is one replica only (as of a step from one replica to another).
std::map<std::string, Strata> by_replica(const std::vector<MeasuredCell>& cells, const Strata& pairs);

}  // namespace assay

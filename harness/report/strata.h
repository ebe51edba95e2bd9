#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "harness/core/cell.h"
#include "harness/report/measured.h"

namespace assay {

/// A factor going from one level to another within a group, with the pairs of cells that differ in it alone.
struct Step {
  std::string factor;
  std::string from;
  std::string to;
  /// Levels of factors that only one side has (`blas=reference` knows no threads), where that side has several: pairs
  /// that differ in these are different questions and not averaged. Where the baseline has such a factor, only its
  /// level is compared.
  Configuration where;
  std::vector<std::pair<std::size_t, std::size_t>> strata;  ///< places of the cells
};

/// Every step of every factor with two levels or more, from the baseline's level (where the baseline lacks the factor:
/// from the level that comes first) to each other one. The baseline is the first cell.
std::vector<Step> steps_of(const std::vector<MeasuredCell>& cells);

}  // namespace assay

#pragma once

#include <span>
#include <string>
#include <vector>

#include "harness/core/error.h"

namespace assay::stats {

/// What one night says of one series: a build against the anchor, which was measured again beside it.
struct Night {
  int night = 0;           ///< its number, in days from any origin; a gap is a night without a measurement
  double value = 0;        ///< ln(build / anchor)
  double se = 0;           ///< standard error of the value; 0: not known
  std::string identity{};  ///< machine and toolchain; levels of different ones cannot be compared
};

/// The nights of one identity in order, each once. Where nights of another identity lie between, they are a strand of
/// their own, so that two hosts that take turns give two series instead of a change every night.
struct Strand {
  std::string identity;
  std::vector<int> nights;
  std::vector<double> values;
};

/// Of measurements of one night, by their standard errors: 1/se², equal ones where one is not known (0). They add up to
/// one.
std::vector<double> weights_of_a_night(std::span<const double> standard_errors);

/// The strands of a series whose nights are given in any order; strands in the order of their first nights.
///
/// A night that was measured several times counts once, with all of its measurements: their mean by the weights
/// above. (If the last one counted, a red night could be measured until it is
/// green.) A value or standard error that is no finite number is an error that names its night.
Result<std::vector<Strand>> strands(std::span<const Night> series);

}  // namespace assay::stats

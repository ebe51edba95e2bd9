#pragma once

#include "harness/stats/yuen.h"

namespace assay::stats {

/// The interval of a rate of which `hits` were seen in `trials`, as fractions: exact, so that it never covers less than
/// `level` (Clopper and Pearson 1934, Biometrika 26:404). 0 to 1 without trials.
Interval clopper_pearson(int hits, int trials, double level = 0.95);

/// The one-sided upper limit alone: a greater rate gives so few hits in less than 1 - level of cases.
double clopper_pearson_upper(int hits, int trials, double level = 0.95);

}  // namespace assay::stats

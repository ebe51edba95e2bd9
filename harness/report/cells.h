#pragma once

#include <vector>

#include "harness/report/measured.h"
#include "harness/report/report.h"

namespace assay {

/// The group's cells as a report states them, the baseline first. `readings_known`: the undisturbed share means
/// something.
std::vector<CellReport> cells_of(const MeasuredGroup& group, bool readings_known);

}  // namespace assay

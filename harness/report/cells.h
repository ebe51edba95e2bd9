#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "harness/report/measured.h"
#include "harness/report/report.h"

namespace assay {

/// The group's cells as a report states them, the baseline first. `readings_known`: the undisturbed share means
/// something.
std::vector<CellReport> cells_of(const MeasuredGroup& group, bool readings_known);

/// A cell's time against the first one's, by the rounds that decide; empty below two bouts of both.
std::optional<Estimate> against_baseline(const MeasuredGroup& group, std::size_t place);

}  // namespace assay

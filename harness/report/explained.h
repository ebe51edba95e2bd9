#pragma once

#include <vector>

#include "harness/report/measured.h"
#include "harness/report/report.h"

namespace assay {

/// Main effects, interactions of two and shares of variance (STATISTICS, What explains it), for each set of the group's
/// measured cells that have the same factors, of which two or more vary. Cells that failed are missing from it.
///
/// A cell's value is ln of its time against the baseline's in the same bout. A contrast is computed bout by bout, for
/// each set of cells that met in the same bouts, estimated over bouts, and added up over these sets.
std::vector<ExplainedReport> explain(const MeasuredGroup& group);

/// The key `explained` of a run's JSON.
Json explained_json(const std::vector<ExplainedReport>& all);

}  // namespace assay

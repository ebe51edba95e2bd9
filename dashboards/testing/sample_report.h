#pragma once

#include "harness/report/report.h"

namespace assay {

/// A report with every kind of row, for tests: large and small effects, failures, hostile names.
RunReport sample_report();

}  // namespace assay

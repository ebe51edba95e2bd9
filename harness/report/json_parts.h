#pragma once

#include "harness/core/json.h"
#include "harness/report/report.h"

namespace assay {

/// null for what is not known.
Json text_or_null(const std::string& text);

/// As `ab` prints a comparison.
Json comparison_json(const ComparisonReport& comparison);

/// What a gate's answer has beside run, host, seed and seconds.
void add_gate_json(Json& json, const RunReport& report);
/// What a night's answer has beside those.
void add_nightly_json(Json& json, const RunReport& report);

}  // namespace assay

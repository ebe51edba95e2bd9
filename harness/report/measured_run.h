#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/report/circumstances.h"
#include "harness/report/measured.h"

namespace assay {

/// What the stored bouts of a run say.
struct MeasuredRun {
  std::optional<double> base_ns;  ///< of its reference readings
  std::vector<MeasuredGroup> groups;
  Mishaps mishaps;
};
Result<MeasuredRun> measured_run(const Store& store, const std::string& run);

}  // namespace assay

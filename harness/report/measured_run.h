#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/report/circumstances.h"
#include "harness/report/measured.h"

namespace assay {

/// What the stored bouts of a run say.
struct MeasuredRun {
  std::optional<double> base_ns;  ///< of the reference kernel, by which rounds are told apart
  std::optional<double> own_ns;   ///< of the run's own readings: the same, unless its core was never alone
  std::vector<MeasuredGroup> groups;
  Mishaps mishaps;
};
Result<MeasuredRun> measured_run(const Store& store, const std::string& run);

}  // namespace assay

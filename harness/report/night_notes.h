#pragma once

#include <string>
#include <vector>

#include "harness/report/night_sides.h"

namespace assay {

/// Sentences about a night: where a series begins anew and why, an anchor that was renewed, a clock that was set back,
/// too few nights.
struct NightFacts {
  const NightHistory& history;
  const RunRow& run;
  SeriesOfNights& series;
  NightCells& cells;
  const NightlyReport& report;
};
Result<std::vector<std::string>> night_notes(const NightFacts& facts);

}  // namespace assay

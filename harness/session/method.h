#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/bout.h"
#include "harness/stats/mode.h"

namespace assay {

/// How every measuring bout of a group is done, the same for all its sides, fixed by its calibration.
struct Method {
  Mode mode = Mode::Turns;
  stats::Clock clock = stats::Clock::Wall;
  std::string why;        ///< of the mode
  bool all_cpus = false;  ///< each side has all that may be used, and not only as many as it has threads
  std::int64_t iterations = 1;
  int turn_slices = 1;
  int warmup_rounds = 10;
  int rounds = 50;
  double slice_seconds = 1e-3;
  double limit_seconds = 60;
};

/// What calibration bouts found, one for each chunk of a group; the baseline is in all of them.
struct Calibrated {
  stats::ModeFacts facts;
  std::int64_t iterations = 0;
  int turn_slices = 1;
  double fastest_seconds = 0;  ///< an iteration of the fastest side
  double all_seconds = 0;      ///< an iteration of every side, summed
};

/// Adds a chunk's calibration: sides that are never in one bout are measured in one way all the same.
void merge(Calibrated& into, const BoutRecord& calibration);

/// `kind` is the workload's: whole commands are run once per unit, interpreters take longer to warm up than native
/// code.
/// `asked`: the mode that the study names instead of the one that fits.
Method choose_method(const Calibrated& calibrated, const std::string& kind, std::optional<Mode> asked = {});

/// What the slices of a bout take, of whose sides an iteration each takes `iteration_seconds` together.
double measuring_seconds(const Method& method, double iteration_seconds);

}  // namespace assay

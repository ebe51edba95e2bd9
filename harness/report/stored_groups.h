#pragma once

#include <set>
#include <string>
#include <vector>

#include "harness/report/effects.h"
#include "harness/report/host_kind.h"
#include "harness/report/measured.h"
#include "harness/report/outdated.h"
#include "harness/report/report.h"

namespace assay {

/// What one run's bouts say of a cell against the run's baseline, or the other way round: places in the group. With the
/// run's own reference readings, as neighbours differ from run to run.
struct RunRatio {
  std::string run;
  std::size_t from = 0;
  std::size_t to = 0;
  std::optional<double> base_ns;  ///< of the reference kernel, by which the run told its rounds apart
  PairSeries series;
  std::vector<int> numbers{};  ///< of the bouts in it
};

/// The stored bouts of one workload on one machine, whichever runs they are of (a value within a bout is good in any of
/// them), or of one run, where runs are held against each other.
struct StoredGroup {
  Machine host;
  std::string run;             ///< only where each run stands for itself
  std::set<std::string> runs;  ///< that measured some of it
  MeasuredGroup group;
  bool apart = false;  ///< some of its cells may have met others in another run only: then there are …
  std::vector<RunRatio> ratios;
  bool own_rounds = false;  ///< of one run alone, which told effects: its values are by the rounds that it told apart
};

/// `runs`: the oldest first.
Result<std::vector<StoredGroup>> stored_groups(const Store& store, const std::vector<RunRow>& runs,
                                               const CompareOptions& options, const RunGroups& outdated);

/// `--by run` and `--by host` hold times and places against each other; any other is a factor.
inline constexpr const char* kByRun = "run";
inline constexpr const char* kByHost = "host";

}  // namespace assay

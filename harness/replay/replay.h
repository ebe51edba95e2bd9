#pragma once

#include <map>
#include <string>

#include "harness/replay/peers.h"
#include "harness/replay/rates.h"
#include "harness/replay/suites.h"
#include "harness/replay/truth.h"

namespace assay::replay {

/// All that is found in the recordings.
struct Results {
  Experiment experiment;
  int suites = 0;
  std::vector<TrackRates> tracks;
  std::optional<SuiteRates> suite;  ///< of tracks in turns (sharing a CPU where there are none)
  std::map<std::string, ByEffect> peers;
  std::string peers_on;  ///< the samples
  std::vector<Truth> truths;
  std::vector<std::string> left_out;  ///< what could not be replayed, and why
};

Results replay_all(const Recordings& recordings, const Experiment& experiment, int suites);

/// Over the tracks of a mode (and a workload, where one is named). Those that the rule calls noisy count for false
/// positives, noise and seconds, and are apart where power is asked for.
struct Pooled {
  ByEffect drawn, recorded;
  ByEffect telling;  ///< drawn, of tracks that are not noisy
  std::vector<std::string> noisy_tracks;
};
Pooled pooled(const Results& results, Mode mode, const std::string& workload = {});

std::map<std::string, std::vector<const Truth*>> by_file(const Results& results);

/// Of those that are not adjacent, whose intervals nobody would take for an answer.
struct Covered {
  Coverage fixed, stopped;
};
Covered coverage_of(const std::vector<const Truth*>& truths);

}  // namespace assay::replay

#pragma once

#include <string>

#include "harness/core/bout.h"
#include "harness/core/turn_limits.h"
#include "harness/stats/pair.h"

namespace assay::stats {

/// How a group is measured, from its calibration, for all sides alike.
struct ModeChoice {
  Mode mode = Mode::Turns;
  Clock clock = Clock::Wall;
  std::string why;  ///< `iterations of 0.42 ms`, to stand behind the mode's name
};

/// Working sets that push each other out: far above the 0.3-1.4 % of ordinary work, far below the chase's 300 %.
inline constexpr double kLargestTurnExcess = 0.05;
/// A side waits (I/O, locks, sleep) where its threads were running or runnable for less than this share of the wall
/// time.
inline constexpr double kCpuBound = 0.95;

/// What the rule looks at.
struct ModeFacts {
  double iteration_seconds = 0;  ///< of the slowest side
  double turn_excess = 0;        ///< the greatest of all sides
  int turn_slices = 1;           ///< of which the last counts
  int threads = 1;               ///< the greatest of all sides
  bool threads_or_children = false;
  double cpu_share = 1;        ///< the least of all sides: (CPU time + run delay) / wall time, or what was seen
                               ///< runnable of a command: of its children nobody knows the delay
  double at_once = 0;          ///< of whole commands, the greatest: how long they run several threads or processes
  bool whole_command = false;  ///< run as it is, once per unit
};

/// From a calibration bout (its `calibration`, and its slices for the CPU share) and the most threads asked for.
ModeFacts mode_facts(const BoutRecord& calibration, int threads);

/// Whether whole commands are to have all CPUs: some side runs several threads or processes at once.
inline bool several_at_once(const ModeFacts& facts) {
  return facts.whole_command && facts.at_once >= kSeveralAtOnce;
}

/// Iterations up to 5 ms: turns, by wall time. Longer, one thread, bound by the CPU: a shared CPU, by CPU time (whole
/// commands likewise). Else adjacent: by CPU time where every side is one thread that never waits, else by wall time.
ModeChoice choose_mode(const ModeFacts& facts);

/// That mode all the same, by the clock that the rule would read in it.
ModeChoice asked_mode(const ModeFacts& facts, Mode mode);

}  // namespace assay::stats

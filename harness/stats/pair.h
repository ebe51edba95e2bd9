#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "harness/core/bout.h"
#include "harness/stats/speeds.h"

namespace assay::stats {

/// Which time decides. Fixed once per group for all sides.
enum class Clock { Wall, Cpu };

struct PairOptions {
  Clock clock = Clock::Wall;  ///< of adjacent mode; turns always compare wall, a shared CPU always CPU time
  std::optional<double> reference_base_ns;  ///< of the run; without it no round can be called undisturbed
};

/// What one bout says about b against a, as log ratios of time per iteration (positive: b is slower).
struct PairValue {
  double all = 0;                     ///< over the first 50 steady rounds
  std::optional<double> undisturbed;  ///< over every undisturbed round, from kShownRounds of them
  std::optional<double> disturbed;
  double undisturbed_share = 0;  ///< of all steady rounds, up to 150
  double disturbed_share = 0;
  int rounds = 0;  ///< that `all` rests on; units with a shared CPU, slices of a side in adjacent mode
  int undisturbed_rounds = 0;
  int disturbed_rounds = 0;
  std::optional<double> cpu;  ///< as `all`, over the same rounds, but of CPU time
  std::optional<double>
      cpu_mean;  ///< ln(sum B cpu / sum A cpu) over the same rounds: sees rare slices that a median cannot
  std::optional<Speeds> speeds;  ///< in turns without a base: of the same rounds
};

/// Of sides that differ by so much more, in every kind of rounds.
PairValue shifted(PairValue value, double by);

/// The value of members a and b (places in `bout.processes`); empty unless both were measured and share a steady round.
///  turns:      median over rounds of ln(b_i / a_i), wall time per iteration, kept slices
///  shared CPU: ln(sum B / sum A), CPU time per iteration over steady units; the estimates by neighbour over the units
///  of
///              either side that are so, from two of each on
///  adjacent:   y_b - y_a, y = ln(25th percentile of the first 20 steady slices); ln(value) where there is one
std::optional<PairValue> pair_value(const BoutRecord& bout, std::size_t a, std::size_t b, const PairOptions& options);

/// Which rounds decide.
enum class Basis { All, Undisturbed };
std::string_view name(Basis basis);  ///< `all`, `undisturbed`

/// The value that decides: over all rounds, or over the undisturbed ones of a bout that reached 25 of them, else none.
std::optional<double> value_on(const PairValue& value, Basis basis);

/// Absolute time of one process in one bout: medians per iteration over all steady slices, in seconds. Over all of
/// them, as what is kept with each process in the store: then one number stands for a cell wherever it is read.
struct Level {
  double wall_seconds = 0;
  double cpu_seconds = 0;
  Clock clock = Clock::Wall;  ///< of its bout: with a shared CPU the wall time is no absolute value
  double undisturbed_share = 0;
  int slices = 0;

  double seconds() const { return clock == Clock::Cpu ? cpu_seconds : wall_seconds; }
};

/// Empty unless the process was measured and has a steady slice.
std::optional<Level> level(const BoutRecord& bout, std::size_t member, const PairOptions& options);

/// Over processes: the median, and the 95 % distribution-free interval of the median (order statistics; least and
/// greatest below six processes).
struct LevelSummary {
  Clock clock = Clock::Wall;
  double median_seconds = 0;
  double low_seconds = 0;
  double high_seconds = 0;
  double undisturbed_share = 0;
  int processes = 0;
  int slices = 0;
};
/// By wall time where some processes have it: those whose clock was another are left out then, as a wall and a CPU time
/// have no median.
std::optional<LevelSummary> summarise(std::span<const Level> levels);

}  // namespace assay::stats

#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "harness/core/bout.h"
#include "harness/core/undisturbed.h"

namespace assay::stats {

/// What the reference kernel's readings say about a round (STATISTICS.md, The neighbour).
enum class Neighbour { Undisturbed, Mixed, Disturbed };

/// Beside a busy sibling they read 1.15-1.9 of it.
inline constexpr double kDisturbedLimit = 1.15;
/// A median over fewer rounds than this is not shown.
inline constexpr int kShownRounds = 5;

/// Collects the readings of a run in order to know their base: the 2nd percentile (nearest rank), or a lower step of
/// the clock, up to 5 % above it, where twice as many readings lie within 1 % of that. (Turbo steps are 2-4 %, and a
/// core that takes the highest one for some of its time only would count as disturbed for all of the rest.) A counting
/// sort: readings are whole nanoseconds, and there may be tens of millions.
class ReferenceReadings {
 public:
  ReferenceReadings();
  void add(std::int64_t reading_ns);  ///< 0 and less mean "none taken" and are left out
  void add(const BoutRecord& bout);   ///< of every slice, warm-up included
  std::optional<double> base_ns() const;

 private:
  using Counted = std::pair<std::int64_t, std::uint64_t>;  // a reading, and how many were so

  std::vector<Counted> between(std::int64_t low, double high) const;
  std::int64_t quantile_ns() const;

  std::vector<std::uint32_t> counts_;  ///< by nanosecond
  std::vector<std::int64_t> large_;    ///< beyond the counters: emulated or very slow cores
  std::uint64_t total_ = 0;
};

/// The bouts that settle a run's base: those up to the choice, 6 of each group.
inline constexpr int kChoiceBouts = 6;

/// "The clock has changed" between runs: the bases differ by more than 1 %.
bool clock_changed(double base_ns, double earlier_base_ns);

/// A run's own base says how idle the core was at its best, and no more: beside a neighbour who never rests it is too
/// high by as much as every other reading. More than 5 % above the least base of the host's earlier runs, it is of such
/// a run, or of a lower clock. (An idle core repeats its base within 1 %, a busy sibling costs 15 % and more.)
inline constexpr double kBusyThroughout = 1.05;
bool busy_throughout(double own_ns, std::optional<double> host_ns);

/// By which rounds are told apart: the run's own base, or the host's, where the run was never alone.
double base_beside(double own_ns, std::optional<double> host_ns);

/// The base of a run, and what its rounds are told apart by.
class RunBase {
 public:
  /// `host_ns`: the least of the host's earlier runs.
  explicit RunBase(std::optional<double> host_ns = {}) : host_ns_(host_ns) {}

  /// A bout of a comparison that has measured so many, this one included. With kChoiceBouts of one comparison the base
  /// is settled for the whole run, by the measuring bouts of all; later ones change nothing.
  void add(const BoutRecord& bout, int measured);

  bool settled() const { return settled_; }
  const std::optional<double>& own_ns() const { return own_ns_; }  ///< once settled, where anything was read
  std::optional<double> base_ns() const { return beside_host(own_ns_); }
  /// Before that, by calibration's readings, too.
  std::optional<double> so_far() const { return beside_host(settled_ ? own_ns_ : any_.base_ns()); }

 private:
  std::optional<double> beside_host(std::optional<double> ns) const;

  ReferenceReadings any_, measured_;
  std::optional<double> host_ns_, own_ns_;
  bool settled_ = false;
};

/// One slice on its own: both readings against the base, run delay and steal. `bout_has_steal`: /proc/stat counted
/// steal on the bout's CPUs; a slice that never waited and lacks more than 1 % of CPU time is then taken as stolen
/// from. `alternating`: the sides share a CPU, where run delay is the rule and says nothing.
Neighbour neighbour(const Slice& slice, double base_ns, bool bout_has_steal, bool alternating = false);

/// A round of two sides is what both are, else mixed.
Neighbour both(Neighbour a, Neighbour b);

}  // namespace assay::stats

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/core/bout.h"
#include "harness/plan/plan.h"
#include "harness/session/method.h"
#include "harness/stats/reference.h"
#include "harness/stats/stages.h"

namespace assay {

/// One configuration of a group, as far as the stored bouts tell.
struct CellState {
  std::string id;
  int failures = 0;
  int failures_in_a_row = 0;  ///< a run of hours outlives single ones
  bool answered = false;      ///< of whole commands: one has succeeded, be it in a bout that failed
  bool dropped = false;       ///< failed too often to be tried again
  Outcome outcome = Outcome::Skipped;
  std::string detail;
  std::vector<stats::PairValue> pairs;              ///< against the baseline, per bout that has a value
  std::vector<double> values;                       ///< of the baseline: ln of its seconds, per bout
  std::vector<double> started;                      ///< of those bouts
  std::optional<stats::Confirmation> confirmation;  ///< of a suite's comparison that the screen flagged
  stats::Finding finding;                           ///< against the baseline; of the baseline: about its own time
};

/// The configurations that meet in one bout: the baseline and up to seven others.
struct Chunk {
  std::vector<std::size_t> cells;  ///< places in the group, the baseline first
  int bouts = 0;                   ///< of any mode
  int passes = 0;                  ///< bouts since its stage began
  int measured = 0;                ///< that measured
  double seconds = 0;              ///< of those that measured
  double iteration_seconds = 0;    ///< of all its sides together, as calibrated
  bool calibrated = false;
  bool open = true;
};

/// `Flagged`: screened, with a difference that awaits its confirmation. `OutOfTime`: closed before it was screened, for
/// the confirmation of others had begun.
enum class GroupEnd { Open, Flagged, Done, Failed, OutOfTime };

struct GroupState {
  std::vector<CellState> cells;
  std::vector<Chunk> chunks;
  std::size_t baseline = 0;
  bool units_are_processes = false;  ///< whole commands: each unit may fail for itself
  Calibrated calibrated;
  std::optional<Method> method;   ///< empty until every open chunk is calibrated
  std::vector<BoutRecord> early;  ///< that measured before the run's reference base was settled
  int bouts = 0;                  ///< stored; also the attempt of the next one
  int first_fresh = 0;            ///< attempt of the first bout after the screen, of one that is being confirmed
  double seconds = 0;
  GroupEnd end = GroupEnd::Open;
  std::string why;  ///< it ended

  bool open() const { return end == GroupEnd::Open; }
  bool confirming() const;
  /// Those of a chunk that are still tried: of a group that is being confirmed the baseline and what was flagged.
  std::vector<std::size_t> live(const Chunk& chunk) const;
};

/// Everything that decides what is run next. It follows from the plan and the stored bouts alone, so that a run which
/// was killed goes on as if it had not been.
struct SessionState {
  std::vector<GroupState> groups;  ///< in the plan's order
  stats::RunBase references;       ///< without a base where nothing is read, as of whole commands
  double seconds = 0;              ///< of all bouts
  int flagged = 0;                 ///< comparisons that are being confirmed; 0: a suite is still screened
  bool interrupted = false;
};

/// Members of a bout at most, the baseline included: more would not stay in the caches and in memory beside each other.
inline constexpr std::size_t most_members = 8;
/// What never gave a value is tried in one further bout.
inline constexpr int most_failures = 2;
/// What did, and fails now and then, is measured all the same, and how often it failed is told; until it fails so often
/// in a row, or in three quarters of so many bouts. What hangs takes too long for that.
inline constexpr int most_failures_in_a_row = 8;
inline constexpr int bouts_for_a_share = 16;

SessionState begin_state(const Plan& plan);

/// Takes a bout of the plan's group `group` into account, in the order in which they were stored.
void add_bout(SessionState& state, const Plan& plan, std::size_t group, const BoutRecord& bout);

/// Times under an emulator are no performance: its groups are run once, for the results.
bool is_emulated(const Cell& cell);
bool is_emulated(const Group& group);

}  // namespace assay

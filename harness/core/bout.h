#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/json.h"

namespace assay {

/// How the processes of a bout share the machine. `Calibrate` measures nothing: it finds loops, turn length and mode.
enum class Mode { Calibrate, Turns, SharedCpu, Adjacent };

enum class Phase { Warmup, Steady };

/// What became of a process. Anything but Measured carries a detail for a person.
enum class Outcome {
  Measured,
  Crashed,  ///< ended by a signal of its own (SIGSEGV, SIGABRT, …) or exited non-zero
  Killed,   ///< ended by SIGKILL or SIGTERM from outside, or by a limit of ours
  TimedOut,
  NoResult,      ///< exited 0 without a result
  Garbled,       ///< sent what is not of the protocol
  WrongResult,   ///< its result failed the workload's own check; a command that left processes running
  WrongSubject,  ///< another library or interpreter executed than the one asked for
  Unsupported,   ///< the subject cannot do this (no such routine, no such module)
  Skipped,
  Shortage,  ///< the machine had nothing left to start it with; such a bout is not stored, but held again
};

/// `turns`, `shared-cpu`, `adjacent`, `calibrate`; `timed-out`, `wrong-result`, …; `warmup`, `steady`: as in JSON and
/// in the store.
std::string_view name(Mode mode);
std::string_view name(Outcome outcome);
std::string_view name(Phase phase);
std::optional<Mode> mode_from(std::string_view text);
std::optional<Outcome> outcome_from(std::string_view text);

/// One timed batch of iterations. Times are nanoseconds for the whole slice, as read.
struct Slice {
  int round = 0;     ///< from 0, warm-up rounds counted
  int position = 0;  ///< its place in the round: 0 took the first turn
  Phase phase = Phase::Steady;
  bool kept = true;  ///< false: stored, never estimated from (an earlier slice of a turn; a unit while others are done
                     ///< or not ready)
  std::int64_t iterations = 0;
  std::int64_t wall_ns = 0;
  std::int64_t cpu_ns = 0;  ///< of the thread where there is one, of the process otherwise
  /// Of the reference kernel at the slice's borders; of a unit with a shared CPU what nine of ten readings during it
  /// were above, and what nine of ten were not above.
  std::int64_t reference_before_ns = 0;
  std::int64_t reference_after_ns = 0;
  std::int64_t run_delay_ns = 0;  ///< time runnable but not running, from schedstat
  std::int32_t voluntary_switches = 0;
  std::int32_t involuntary_switches = 0;
};

/// Steady, kept and measured: what estimates rest on.
inline bool counts(const Slice& slice) {
  return slice.phase == Phase::Steady && slice.kept && slice.iterations > 0 && slice.wall_ns > 0;
}

struct Limits {
  double seconds = 60;             ///< wall time for the bout's every process
  std::uint64_t memory_bytes = 0;  ///< RLIMIT_AS; 0: none
};

/// One side of a bout. The leader knows no workload: it starts argv and hands `config` to it.
struct MemberSpec {
  std::string cell;                                ///< cell id
  std::vector<std::string> argv;                   ///< the whole command; an emulator or a root stands in front
  std::map<std::string, std::string> environment;  ///< complete: nothing else is inherited
  std::string directory;                           ///< working directory; empty: the driver's
  std::vector<int> cpus;                           ///< pinned to these, a subset of the bout's; empty: the bout's
  int threads = 1;                                 ///< more than one: waiting means stopped, and wall time counts
  int busy_cpu = -1;                               ///< kept busy during its turns: the core's other hyper-thread
  bool whole_command = false;                      ///< argv is run as it is, once per unit, and speaks no protocol
  Json config = Json::object();                    ///< the first message to the member
};

struct BoutSpec {
  std::string run;
  std::string group;  ///< which comparison group this is a bout of
  int attempt = 0;    ///< counts the bouts of a group, from 0
  Mode mode = Mode::Turns;
  std::uint64_t seed = 0;
  std::vector<int> cpus;
  std::vector<int> allowed;  ///< all that may be used: where a calibration looks whether a command uses several at once
  std::vector<MemberSpec> members;
  int warmup_rounds = 10;
  int rounds = 50;
  double slice_seconds = 1e-3;   ///< what calibration aims at
  std::int64_t iterations = 0;   ///< per slice or unit; from calibration
  int turn_slices = 1;           ///< slices per turn, of which the last is kept; from calibration
  double reference_base_ns = 0;  ///< turns: prolonged until kUndisturbedRounds read so; 0: not prolonged
  Limits limits;
};

/// What a calibration bout found, fixed for all sides of the group from then on.
struct Calibration {
  std::int64_t iterations = 1;
  int turn_slices = 1;
  std::vector<double> iteration_seconds;  ///< per member, steady
  std::vector<double> turn_excess;   ///< per member: the kept slice of such a turn against later ones, as a fraction; 0
                                     ///< for long iterations
  bool threads_or_children = false;  ///< some side has them
  /// Of whole commands, per member: the share of looks at its tasks at which one was running or runnable, and at which
  /// several were. 0 where nobody looked.
  std::vector<double> runnable{};
  std::vector<double> at_once{};
};

/// What one process did. Facts are the member's own words (library mapped, versions, work per iteration), untrusted.
struct ProcessRecord {
  std::string cell;
  Outcome outcome = Outcome::NoResult;
  std::string detail;
  int pid = 0;
  int start_position = 0;    ///< in which order the members were started
  double started = 0;        ///< UTC epoch seconds
  double ready_seconds = 0;  ///< from start to ready
  std::optional<int> exit_status;
  std::optional<int> signal;
  std::string stderr_tail;
  double user_seconds = 0;
  double system_seconds = 0;
  std::int64_t max_rss_bytes = 0;
  Json facts = Json::object();
  Json result = Json::object();  ///< of its own check: {"residual": …}
  std::vector<Slice> slices;
};

struct BoutRecord {
  Mode mode = Mode::Turns;
  std::uint64_t seed = 0;
  int attempt = 0;
  double started = 0;  ///< UTC epoch seconds
  double seconds = 0;
  double load_1min = 0;
  double steal_seconds = 0;  ///< of the bout's CPUs over the bout, from /proc/stat
  std::vector<int> cpus;
  std::int64_t iterations = 0;
  int turn_slices = 1;
  std::optional<Calibration> calibration;
  Outcome outcome = Outcome::Measured;  ///< of the bout: Measured when every member's is
  std::string detail;
  std::vector<ProcessRecord> processes;  ///< in the order of the spec's members
};

/// The leader's input and, line by line, its output. Versioned; see harness/worker/leader_lines.h for the lines.
Json to_json(const BoutSpec& spec);
BoutSpec bout_spec_from(const Json& json);  ///< throws Json::exception; the leader is started by us alone

}  // namespace assay

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/bout.h"
#include "harness/core/cell.h"
#include "harness/core/error.h"
#include "harness/core/json.h"
#include "harness/report/circumstances.h"
#include "harness/report/gate.h"
#include "harness/report/host_differences.h"
#include "harness/report/host_record.h"
#include "harness/report/nightly.h"
#include "harness/stats/pair.h"
#include "results/store.h"

namespace assay {

/// A difference in time per iteration, in percent of the other side: negative is faster.
struct Estimate {
  double percent = 0;
  double low = 0;
  double high = 0;
};

/// Seconds per iteration: the median over processes of their medians, and the interval of that median.
struct Seconds {
  double median = 0;
  double low = 0;
  double high = 0;
};

/// Work per second at the median, in the unit that the workload counts in (`flop`, `byte`, …).
struct Rate {
  double per_second = 0;
  std::string unit;
};

struct Noise {
  std::string name;  ///< `QUIET`, `OK`, `COARSE`, `NOISY`; empty where too few bouts tell
  std::optional<double> mde90_percent;
};

/// What to keep in mind about a result. Never part of its verdict.
struct Note {
  std::string kind;  ///< one of notes.h, for programs
  std::string text;  ///< for people
};

/// One cell as it came out. What is not known is empty, never zero.
struct CellReport {
  std::string id;
  std::string group;  ///< workload_name(cell): rows of one group are compared with each other
  std::string host;   ///< the machine's label; only where a report is about several
  std::string run;    ///< only where runs are held against each other
  Cell cell;
  bool baseline = false;
  bool emulated = false;  ///< never compared
  Outcome outcome = Outcome::Skipped;
  std::string detail;
  std::optional<Seconds> seconds;
  stats::Clock clock = stats::Clock::Wall;  ///< of the seconds
  std::optional<Rate> rate;
  int processes = 0;                         ///< measured ones
  int slices = 0;                            ///< steady and kept
  std::string executed;                      ///< library or interpreter that answered
  std::string subject;                       ///< what it is, by its own words: `OpenBLAS 0.3.21`, `CPython 3.11.2`
  std::string kernels;                       ///< for which CPU it chose its code: `Prescott`, `haswell`
  std::optional<double> undisturbed;         ///< share of its rounds, or units
  std::optional<Estimate> against_baseline;  ///< within the same bouts
  std::optional<int> warmup_slices;          ///< that its processes take to become steady; empty where none tell
  std::vector<Note> notes;
};

/// How good the evidence for a difference is.
enum class Evidence {
  SameBouts,    ///< the two sides met in the same bouts
  SameRun,      ///< the same run, other bouts: drift is in it
  AcrossRuns,   ///< the same machine, another time
  AcrossHosts,  ///< other machines
};
std::string_view name(Evidence evidence);  ///< `same-bouts`, `same-run`, `across-runs`, `across-hosts`

/// What one level of a factor changes against another one, over all settings of the other factors that have both
/// (strata).
struct EffectReport {
  std::string factor;
  std::string from;
  std::string to;
  Configuration where;  ///< levels that only one side has (`blas=reference` knows no threads), where it has several
  std::string group;
  std::string host;  ///< as in CellReport
  std::string workload;
  Parameters parameters;
  std::string verdict;  ///< `changed`, `same`, `undecided`, `noisy`, `failed`; empty where the evidence allows none
  std::optional<Estimate> effect;
  Evidence evidence = Evidence::SameBouts;
  int bouts = 0;  ///< that the side with fewer has; of absolute times each process counts as one
  int strata = 0;
  struct Range {
    double least = 0;
    double most = 0;
  };
  std::optional<int> replicas;  ///< that it is a mean over; empty: none were measured
  std::optional<Range> range;   ///< of the strata's own effects in percent, where there are several
  Mode mode = Mode::Turns;
  std::string mode_why;
  std::string decided_on = "all";  ///< rounds: `all`, `undisturbed`
  Noise noise;
  std::string why;
  std::optional<Estimate> cpu;  ///< the same by CPU time, over all rounds
  std::vector<Note> notes;
};

/// The same step in several workloads: the geometric mean over them.
struct ScoreReport {
  std::string factor;  ///< empty: the suite of an `ab`
  std::string from;
  std::string to;
  Configuration where;
  Estimate effect;
  int workloads = 0;
};

/// A against B for one workload, as `ab` decides it.
struct ComparisonReport {
  std::string group;
  std::string workload;
  Parameters parameters;
  Configuration a;  ///< what was varied or set
  Configuration b;
  Configuration a_configuration;  ///< everything
  Configuration b_configuration;
  std::string verdict;
  std::optional<Outcome> outcome;  ///< of the side that failed
  std::string detail;
  std::optional<Estimate> effect;
  std::optional<Mode> mode;
  std::string mode_why;
  std::string decided_on = "all";  ///< `all`, `undisturbed`
  struct Part {
    double share = 0;
    std::optional<Estimate> effect;  ///< over the bouts that have one
  };
  std::optional<Part> undisturbed;
  std::optional<Part> disturbed;
  stats::Clock clock = stats::Clock::Wall;  ///< of the seconds
  std::optional<double> a_seconds;
  std::optional<double> b_seconds;
  int pairs = 0;
  /// The last look at which it was tested.
  struct Test {
    double p = 1;
    double nominal_p = 0;
    int look = 0;
    int looks = 0;
  };
  std::optional<Test> test;
  std::string failed_side;  ///< `a` or `b`, of one that failed
  /// Processes of a side that failed, of how many.
  struct Failures {
    int failed = 0;
    int processes = 0;
    std::string detail;  ///< of the last one
  };
  Failures a_failures;
  Failures b_failures;
  std::optional<int> replicas;
  double seconds = 0;  ///< of measuring
  Noise noise;
  std::string why;
  std::optional<Estimate> cpu;  ///< the same by CPU time, over all rounds
  std::vector<Note> notes;
  std::string a_executed;
  std::string b_executed;
  bool emulated = false;
};

/// What explains the differences between a group's cells: two factors or more that all of these cells have.
struct ExplainedReport {
  /// What a level of the term's factor changes against the first one in the mean over all levels of the others; of an
  /// interaction: what two levels change together beyond what each of them changes.
  struct Effect {
    Configuration from;
    Configuration to;
    std::optional<Estimate> effect;
    std::vector<std::vector<std::string>> assuming_none;  ///< interactions that the cells cannot tell from it
  };
  struct Term {
    std::vector<std::string> factors;  ///< one, or the two of an interaction
    double share = 0;                  ///< of the variance
    std::vector<std::vector<std::string>> aliased_with;
    std::vector<Effect> effects;
  };
  std::string group;
  std::string workload;
  Parameters parameters;
  std::vector<std::string> factors;
  int cells = 0;
  int missing = 0;  ///< combinations of levels that were not measured
  int bouts = 0;
  bool orthogonal = true;  ///< else shares depend on the order of the factors
  std::vector<Term> terms;
  double higher_order = 0;  ///< shares: interactions of three factors and more
  double bout_to_bout = 0;  ///< and what no factor explains
};

struct RunReport {
  std::string command;  ///< `run`, `ab`, `gate`, `nightly`, `nightly-confirm`, `compare`
  std::string version;
  std::string run;  ///< empty where several are compared
  std::string title;
  std::string command_line;  ///< how to do it again
  std::string state;
  Json host = Json::object();
  Json subjects = Json::object();
  std::vector<std::string> hosts;                ///< one line each: name, CPU, kernel; more than one in `compare` only
  std::vector<HostDifference> host_differences;  ///< among the runs of a `compare`
  std::uint64_t seed = 0;
  double started = 0;
  double seconds = 0;             ///< from its start to the end of its last bout
  double measuring_seconds = 0;   ///< of all bouts; the rest is preparing (compiling, …), or a pause
  bool live = true;               ///< false: from stored numbers (`compare`)
  std::vector<CellReport> cells;  ///< by group in the run's order, the baseline first
  std::vector<EffectReport> effects;
  std::vector<ScoreReport> scores;
  std::vector<ExplainedReport> explained;     ///< of `run`
  std::vector<ComparisonReport> comparisons;  ///< of `ab`, and of `gate` every cell with its anchor
  std::optional<GateReport> gate;             ///< of `gate`
  std::optional<NightlyReport> nightly;       ///< of `nightly`
  std::optional<ScoreReport> suite;           ///< of `ab` with two or more workloads
  std::vector<std::string> notes;             ///< sentences for people: what to keep in mind
  std::optional<ReferenceBase> reference;     ///< where references were read, of a live run
  std::vector<HostRecord> host_records;       ///< how often this host's verdicts were false, by care or floor
};

/// Whether runs of this command answer with comparisons of two sides: `ab`, and `aa`, of a thing with itself.
bool has_sides(const std::string& command);
/// Whether they answer with effects of factors: `run`, and a night beside its series.
bool tells_effects(const std::string& command);

/// What a run found. Reads nothing but the store, so the report of an imported run and of a local one are the same.
/// Conventions for what others store: RunRow::study holds `command` (argv as an array) and `set` (factor -> level, for
/// both sides of an `ab`); a process's facts hold `executed` (path) and `work` {`amount` per
/// iteration, `unit`}.
Result<RunReport> make_report(const Store& store, const std::string& run);

struct CompareOptions {
  std::string by;   ///< a factor; `run` or `host`: the same cells at other times, in other places; empty: all factors
  std::string run;  ///< empty: all runs
  std::string workload;  ///< shell glob over `suite.name` or `suite.name{…}`; empty: all
};

/// What is stored, by factor. Never a live decision: `live` is false and each effect says its evidence.
Result<RunReport> make_comparison(const Store& store, const CompareOptions& options);

/// As INTERFACE.md shows for `ab`, `run` and `compare`.
Json to_json(const RunReport& report);

struct TextStyle {
  bool colour = false;
  int width = 100;
};

/// The report for people, ending with a line break.
std::string to_text(const RunReport& report, const TextStyle& style);

}  // namespace assay

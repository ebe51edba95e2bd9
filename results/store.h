#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/core/bout.h"
#include "harness/core/cell.h"
#include "harness/core/error.h"
#include "harness/core/json.h"
#include "results/lock_wait.h"
#include "results/night.h"

namespace assay {

/// One execution of a study on one host.
struct RunRow {
  std::string id;  ///< unique everywhere
  std::string
      kind;  ///< `run`, `ab`, `gate`, `nightly`, `nightly-confirm`; `aa`: one comparison of a workload with itself
  std::string title;
  std::string fingerprint;  ///< of study, host and subjects: an unfinished run with the same one is continued
  Json study;               ///< as asked for, with its command line
  Json host;                ///< raw facts
  Json subjects;            ///< facts of interpreters, libraries, compilers by level
  std::uint64_t seed = 0;
  double started = 0;  ///< UTC epoch seconds
  std::optional<double> finished;
  std::string state;  ///< `running`, `finished`, `interrupted`
};

/// A cell of a run and the group it is compared in.
struct RunCell {
  Cell cell;
  std::string group;
  bool baseline = false;
  bool emulated = false;
};

/// A stored bout of a run, as analysis reads it.
struct StoredBout {
  std::int64_t id = 0;
  std::string group;
  BoutRecord record;
};

/// What a cell's processes say together, calibration left out (as in v_cells).
struct CellSummary {
  std::string cell;
  std::vector<double>
      seconds;  ///< per iteration, of each measured process: CPU time where the sides shared a CPU, else wall
  std::vector<double> cpu_seconds;     ///< CPU time of the same processes
  int failed = 0;                      ///< processes, those of calibration counted, as they may be all there are
  std::int64_t slices = 0;             ///< steady ones of the measured processes
  Outcome outcome = Outcome::Skipped;  ///< measured if any process was, else of the last one
  std::string detail;                  ///< of the last process that failed
  std::vector<std::string> executed;   ///< what answered, distinct, in order of appearance
  Json facts = Json::object();         ///< of the last process that gave some
};

/// How much of a bout is read.
enum class Detail {
  Walls,      ///< wall times, iterations, rounds: enough for a pair's value; facts, outputs and results stay empty
  Estimates,  ///< and all that tells whether a round was undisturbed
  Whole,      ///< everything
};

/// The database. Opening creates or migrates it (a backup copy first); a newer schema, a file that is no store, a
/// read-only or a corrupt one are errors that say so. Everything committed survives SIGKILL of any process of ours.
class Store {
 public:
  enum class Access { ReadOnly, ReadWrite };
  /// `patience`: how long a lock of another process is waited for, here and in every call.
  static Result<Store> open(const std::filesystem::path& file, Access access,
                            std::chrono::milliseconds patience = std::chrono::seconds(10));
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  /// How a lock of another process is waited for from now on; none: as it was opened.
  void wait_for_locks(std::optional<LockWait> wait);

  // Writing; each call is one transaction.
  Result<void> begin_run(const RunRow& run, const std::vector<RunCell>& cells);
  Result<void> commit_bout(const std::string& run, const std::string& group, const BoutRecord& bout);
  /// Many in one transaction. Bouts that are here already are left as they are. No command does so: it makes the large
  /// stores of benches and tests.
  Result<void> import_bouts(const std::string& run, std::span<const StoredBout> bouts);
  /// A line for people and reports about a group: why it stopped, its verdict as decided live, its mode and the reason.
  Result<void> note_group(const std::string& run, const std::string& group, const Json& note);
  Result<void> finish_run(const std::string& run, const std::string& state, double finished);
  /// What a night said and what was told of it. What is here already is left as it is, so that merging twice adds
  /// nothing.
  Result<void> add_night(std::span<const NightValue> values, std::span<const NightEvent> events);

  // Reading.
  Result<std::vector<RunRow>> runs() const;  ///< the newest first
  Result<std::optional<RunRow>> unfinished_run(const std::string& fingerprint) const;
  Result<std::vector<RunCell>> cells(const std::string& run) const;
  /// Bouts in the order committed.
  Result<std::vector<StoredBout>> bouts(const std::string& run, Detail detail = Detail::Whole) const;
  /// The same one after the other, without holding them all; `visit` may take them.
  Result<void> scan(const std::string& run, Detail detail, const std::function<void(StoredBout&)>& visit) const;
  /// The same in consecutive parts, each read by a thread and a connection of its own: `visit` gets a part's bouts in
  /// their order, and those of several parts at once. `parts` is the most there are; of few bouts there is only part 0.
  Result<void> scan_in_parts(const std::string& run, Detail detail, std::size_t parts,
                             const std::function<void(std::size_t part, StoredBout&)>& visit) const;
  /// A line per cell that has processes, from what is kept with each process: no slice is read.
  Result<std::vector<CellSummary>> summaries(const std::string& run) const;
  /// How long the bouts of a run took, one after the other; 0 of one without any.
  Result<double> measuring_seconds(const std::string& run) const;
  /// Of each group of a run how long a bout took for each of its processes; groups with a failed bout are left out.
  Result<std::map<std::string, double>> process_seconds(const std::string& run) const;
  Result<std::map<std::string, Json>> group_notes(const std::string& run) const;
  Result<std::vector<NightValue>> night_values() const;  ///< by run and cell
  Result<std::vector<NightEvent>> night_events() const;  ///< in the order in which they were told

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay

#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/stats/pair.h"
#include "results/store.h"

namespace assay {

/// One cell of a group, with what its processes say.
struct MeasuredCell {
  std::string id;
  RunCell row;
  std::vector<stats::Level> levels;  ///< one per measured process
  std::vector<std::vector<double>>
      series;  ///< times of the first of them by slice, warm-up too: to see it become steady
  std::int64_t slices = 0;
  int failed = 0;
  Outcome outcome = Outcome::Skipped;
  std::string detail;
  std::vector<std::string> executed;  ///< distinct
  Json facts = Json::object();        ///< of the last process that gave some
};

/// Two cells of a group (places in `cells`) and their value in every bout in which both were measured.
struct MeasuredPair {
  std::size_t from = 0;
  std::size_t to = 0;
  std::map<std::size_t, stats::PairValue> values;  ///< by the bout's place in `bouts`
  std::optional<Mode> mode{};                      ///< of the latest of them: runs may have measured in different ones
};

/// A group's bouts in the form in which answers need them: times of cells and values of pairs, no slices.
struct MeasuredGroup {
  struct Bout {
    double started = 0;
    double seconds = 0;
    int number = 0;  ///< among the group's in its run
  };
  std::string name;
  Json note = Json::object();
  std::vector<MeasuredCell> cells;  ///< the baseline first
  std::vector<MeasuredPair> pairs;
  std::vector<Bout> bouts;  ///< that measured
  std::optional<Mode> mode;
  double seconds = 0;  ///< calibration included

  stats::Clock clock() const;  ///< of its bouts, which of several runs may be another
  const MeasuredPair* pair(std::size_t from, std::size_t to) const;
  std::vector<int> numbers(const MeasuredPair& pair) const;  ///< of the bouts that have a value of it
  /// What the session noted about a cell's comparison with the baseline: it knows what the values do not say.
  Json noted(const MeasuredCell& cell) const;
  /// Whether the session gave that cell up, though some of its bouts were measured.
  bool failed(std::size_t cell) const;
};

/// Groups in the order of the run's cells; emulated cells take part in no pair.
std::vector<MeasuredGroup> groups_of(std::span<const RunCell> cells, const std::map<std::string, Json>& notes);

/// Adds a bout. `base_ns`: reference readings of the run, where known. `with_levels`: from the slices; else
/// add_summary().
struct AddOptions {
  std::optional<double> base_ns;
  bool with_levels = true;
};
void add_bout(MeasuredGroup& group, const BoutRecord& bout, const AddOptions& options);

/// What bouts that came after `into`'s say, gathered into another copy of the group that had none.
void append(MeasuredGroup& into, const MeasuredGroup& later);

/// Absolute times from what is stored with each process. `clock`: of the run that they are of.
void add_summary(MeasuredGroup& group, const CellSummary& summary, stats::Clock clock);

}  // namespace assay

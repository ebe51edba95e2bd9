#include "harness/report/stored_groups.h"

#include <fnmatch.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "harness/host/usable_cpus.h"

namespace assay {
namespace {

using Groups = std::vector<StoredGroup>;

bool matches(const MeasuredGroup& group, const std::string& pattern) {
  if (pattern.empty() || group.cells.empty()) return pattern.empty();
  const std::string& workload = group.cells.front().row.cell.workload;
  return fnmatch(pattern.c_str(), workload.c_str(), 0) == 0 || fnmatch(pattern.c_str(), group.name.c_str(), 0) == 0;
}

/// All cells of some runs, each once; the first run's baseline stays.
std::vector<RunCell> merged(const std::vector<std::vector<RunCell>>& of_runs) {
  std::vector<RunCell> cells;
  std::set<std::string> seen, with_baseline;
  for (const auto& of_run : of_runs) {
    for (RunCell cell : of_run) {
      if (!seen.insert(cell_id(cell.cell)).second) continue;
      cell.baseline = cell.baseline && with_baseline.insert(cell.group).second;
      cells.push_back(std::move(cell));
    }
  }
  return cells;
}

/// Groups of which some run lacks a cell that another one has.
std::set<std::string> uneven(const std::vector<std::vector<RunCell>>& of_runs) {
  std::map<std::string, std::set<std::set<std::string>>> kinds;
  for (const auto& of_run : of_runs) {
    std::map<std::string, std::set<std::string>> cells;
    for (const RunCell& cell : of_run) cells[cell.group].insert(cell_id(cell.cell));
    for (auto& [group, ids] : cells) kinds[group].insert(std::move(ids));
  }
  std::set<std::string> found;
  for (const auto& [group, different] : kinds)
    if (different.size() > 1) found.insert(group);
  return found;
}

/// Of a side that failed in one run and was measured in a later one, the later word counts.
void merge_notes(std::map<std::string, Json>& notes, const std::map<std::string, Json>& of_run) {
  for (const auto& [group, note] : of_run) {
    const auto [known, is_new] = notes.emplace(group, note);
    const auto comparisons = note.find("comparisons");
    if (!is_new && comparisons != note.end() && comparisons->is_object())
      for (const auto& [cell, comparison] : comparisons->items()) known->second["comparisons"][cell] = comparison;
  }
}

std::size_t place_in(const MeasuredGroup& group, const std::string& cell) {
  const auto found = std::ranges::find(group.cells, cell, &MeasuredCell::id);
  return static_cast<std::size_t>(found - group.cells.begin());
}

std::size_t place_in(const BoutRecord& bout, const std::string& cell) {
  const auto found = std::ranges::find(bout.processes, cell, &ProcessRecord::cell);
  return static_cast<std::size_t>(found - bout.processes.begin());
}

/// Every cell that a run measured beside its baseline; emulated ones are compared with nothing.
std::vector<RunRatio> ratios_of(const std::string& run, const std::vector<RunCell>& cells, const MeasuredGroup& group,
                                std::optional<double> base_ns) {
  std::vector<RunRatio> ratios;
  const auto baseline = std::ranges::find_if(
      cells, [&](const RunCell& each) { return each.group == group.name && each.baseline && !each.emulated; });
  if (baseline == cells.end()) return ratios;
  const std::size_t from = place_in(group, cell_id(baseline->cell));
  for (const RunCell& cell : cells) {
    const std::size_t to = place_in(group, cell_id(cell.cell));
    if (cell.group == group.name && !cell.emulated && to != from && !group.failed(to))
      ratios.push_back({run, from, to, base_ns, {}});
  }
  return ratios;
}

/// What a suite's screen had of a comparison that it flagged is no evidence for it: it was picked for these bouts. They
/// are left out of every pair of that cell; those that came after are fresh.
class ScreenBouts {
 public:
  /// `parts`: of the run's bouts in their order, each with the run's own note.
  explicit ScreenBouts(const std::vector<const MeasuredGroup*>& parts) : first_fresh_(parts.front()->cells.size(), 0) {
    for (std::size_t cell = 0; cell < first_fresh_.size(); ++cell) {
      const Json note = parts.front()->noted(parts.front()->cells[cell]);
      if (!note.contains("confirmation")) continue;
      if (const auto flagging = flagging_in(note, numbers_of(parts, cell))) first_fresh_[cell] = flagging->first_fresh;
    }
  }

  /// The number of a pair's first bout that is evidence for it.
  int first_fresh(std::size_t from, std::size_t to) const { return std::max(first_fresh_[from], first_fresh_[to]); }

 private:
  /// Of the bouts that compare a cell with the baseline; where the run had another baseline than the group, with any.
  static std::vector<int> numbers_of(const std::vector<const MeasuredGroup*>& parts, std::size_t cell) {
    std::set<int> with_baseline, with_any;
    for (const MeasuredGroup* part : parts)
      for (const MeasuredPair& pair : part->pairs) {
        if (pair.from != cell && pair.to != cell) continue;
        const std::vector<int> numbers = part->numbers(pair);
        with_any.insert(numbers.begin(), numbers.end());
        if (pair.from == 0) with_baseline.insert(numbers.begin(), numbers.end());
      }
    const std::set<int>& found = with_baseline.empty() ? with_any : with_baseline;
    return {found.begin(), found.end()};
  }

  std::vector<int> first_fresh_;  ///< by the place of the cell; 0 where nothing was flagged
};

void drop_before(int first_fresh, const MeasuredGroup& group, MeasuredPair& pair) {
  std::erase_if(pair.values, [&](const auto& at) { return group.bouts[at.first].number < first_fresh; });
}

void append_from(int first_fresh, RunRatio& into, const RunRatio& later) {
  for (std::size_t i = 0; i < later.numbers.size(); ++i) {
    if (later.numbers[i] < first_fresh) continue;
    into.series.pairs.push_back(later.series.pairs[i]);
    into.series.started.push_back(later.series.started[i]);
    into.numbers.push_back(later.numbers[i]);
  }
}

/// Reads one run into the groups that it belongs to.
class RunReader {
 public:
  RunReader(Groups& groups, const Store& store, const RunRow& run, std::string own_run, const RunGroups& outdated)
      : groups_(groups),
        store_(store),
        run_(run),
        own_run_(std::move(own_run)),
        host_(machine_of(run.host)),
        outdated_(outdated),
        own_(own_groups()) {}

  Result<void> read() {
    const auto cells = store_.cells(run_.id);
    if (!cells) return tl::unexpected(cells.error());
    const auto summaries = store_.summaries(run_.id);
    if (!summaries) return tl::unexpected(summaries.error());
    const auto done = add_bouts(*cells);
    for (const CellSummary& summary : *summaries)
      for (const RunCell& cell : *cells)
        if (cell_id(cell.cell) == summary.cell) add(cell.group, summary);
    return done;
  }

 private:
  /// The run's own among all groups, in their order.
  std::vector<std::size_t> own_groups() const {
    std::vector<std::size_t> own;
    for (std::size_t index = 0; index < groups_.size(); ++index) {
      const StoredGroup& each = groups_[index];
      if (each.host == host_ && each.run == own_run_ && !outdated_.contains({run_.id, each.group.name}))
        own.push_back(index);
    }
    return own;
  }

  static StoredGroup* named(Groups& groups, const std::string& name) {
    const auto found = std::ranges::find(groups, name, [](const StoredGroup& each) { return each.group.name; });
    return found == groups.end() ? nullptr : &*found;
  }

  void add(const std::string& group, const CellSummary& summary) {
    const auto found = std::ranges::find(own_, group, [&](std::size_t index) { return groups_[index].group.name; });
    if (found == own_.end()) return;
    const auto clock = clocks_.find(*found);
    add_summary(groups_[*found].group, summary, clock == clocks_.end() ? stats::Clock::Wall : clock->second);
    if (!summary.seconds.empty()) groups_[*found].runs.insert(run_.id);
  }

  /// A copy of each group for every thread that reads, with this run's own note: its clock holds for its bouts alone.
  std::vector<Groups> copies(const std::map<std::string, Json>& notes, const std::vector<RunCell>& cells) const {
    const auto parts = static_cast<std::size_t>(std::clamp(usable_cpus(), 1, 4));  // more wait for each other's memory
    Groups empty;
    for (const std::size_t index : own_) {
      const StoredGroup& each = groups_[index];
      StoredGroup& copy = empty.emplace_back(StoredGroup{each.host, each.run, {}, {}, each.apart, {}, each.own_rounds});
      copy.group.name = each.group.name;
      if (const auto note = notes.find(each.group.name); note != notes.end()) copy.group.note = note->second;
      for (const MeasuredCell& cell : each.group.cells) {
        copy.group.cells.emplace_back().id = cell.id;
        copy.group.cells.back().row = cell.row;
      }
      for (const MeasuredPair& pair : each.group.pairs) copy.group.pairs.push_back({pair.from, pair.to, {}});
      if (each.apart) copy.ratios = ratios_of(run_.id, cells, copy.group, noted_base(notes));
    }
    return {parts, empty};
  }

  /// Wall times are enough, save where CPU time decides, and where runs are to be held against each other.
  static Detail detail(const Groups& groups, const std::map<std::string, Json>& notes) {
    const bool by_cpu_time = std::ranges::any_of(notes, [](const auto& each) {
      return each.second.value("clock", "") == "cpu" || each.second.value("mode", "") == name(Mode::SharedCpu);
    });
    const bool apart = std::ranges::any_of(groups, [](const StoredGroup& each) { return !each.ratios.empty(); });
    const bool rounds = std::ranges::any_of(groups, &StoredGroup::own_rounds);
    return by_cpu_time || apart || rounds ? Detail::Estimates : Detail::Walls;
  }

  static void add_ratios(StoredGroup& into, const BoutRecord& bout) {
    for (RunRatio& ratio : into.ratios) {
      const std::size_t from = place_in(bout, into.group.cells[ratio.from].id);
      const std::size_t to = place_in(bout, into.group.cells[ratio.to].id);
      const auto value = stats::pair_value(bout, from, to, {into.group.clock(), ratio.base_ns});
      if (!value) continue;
      ratio.series.pairs.push_back(*value);
      ratio.series.started.push_back(bout.started);
      ratio.numbers.push_back(bout.attempt);
    }
  }

  Result<void> add_bouts(const std::vector<RunCell>& cells) {
    const auto notes = store_.group_notes(run_.id);
    if (!notes) return tl::unexpected(notes.error());
    const auto base_ns = noted_base(*notes);
    for (const std::size_t index : own_) groups_[index].own_rounds = groups_[index].own_rounds && base_ns;
    auto parts = copies(*notes, cells);
    const auto done = store_.scan_in_parts(
        run_.id, detail(parts.front(), *notes), parts.size(), [&](std::size_t part, StoredBout& bout) {
          StoredGroup* found = named(parts[part], bout.group);
          if (found == nullptr) return;
          add_bout(found->group, bout.record, {found->own_rounds ? base_ns : std::nullopt, false});
          add_ratios(*found, bout.record);
        });
    for (std::size_t own = 0; own < own_.size(); ++own) gather(own, parts);
    return done;
  }

  void gather(std::size_t own, std::vector<Groups>& parts) {
    StoredGroup& into = groups_[own_[own]];
    std::vector<const MeasuredGroup*> of_run;
    for (const Groups& part : parts) of_run.push_back(&part[own].group);
    const ScreenBouts screen(of_run);
    const std::size_t before = into.ratios.size();
    for (const RunRatio& ratio : parts.front()[own].ratios)
      into.ratios.push_back({ratio.run, ratio.from, ratio.to, ratio.base_ns, {}});
    for (std::size_t part = 0; part < parts.size(); ++part) {
      StoredGroup& read = parts[part][own];
      for (MeasuredPair& pair : read.group.pairs) drop_before(screen.first_fresh(pair.from, pair.to), read.group, pair);
      append(into.group, read.group);
      if (part == 0 || read.group.clock() == stats::Clock::Cpu) clocks_[own_[own]] = read.group.clock();
      for (std::size_t i = 0; i < read.ratios.size(); ++i)
        append_from(screen.first_fresh(read.ratios[i].from, read.ratios[i].to), into.ratios[before + i],
                    read.ratios[i]);
    }
  }

  Groups& groups_;
  const Store& store_;
  const RunRow& run_;
  std::string own_run_;
  Machine host_;
  const RunGroups& outdated_;
  std::vector<std::size_t> own_;
  std::map<std::size_t, stats::Clock> clocks_;  ///< of this run's bouts, by the place of the group
};

/// Whether one of the runs alone has the group, and told effects of it. (What a suite's screen flagged is left out of
/// what is stored, so those runs are read as others are.)
bool is_one_runs(const MeasuredGroup& group, const std::vector<const RunRow*>& runs,
                 const std::vector<std::vector<RunCell>>& cells) {
  const RunRow* found = nullptr;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    if (std::ranges::find(cells[run], group.name, &RunCell::group) == cells[run].end()) continue;
    if (found != nullptr) return false;
    found = runs[run];
  }
  return found != nullptr && tells_effects(found->kind) && question_of(*found, {}).rule == "estimate" &&
         std::ranges::none_of(group.cells,
                              [&](const MeasuredCell& each) { return group.noted(each).contains("confirmation"); });
}

/// The empty groups of some runs of a machine.
Result<Groups> begin_groups(const Store& store, const std::vector<const RunRow*>& runs, const std::string& own_run,
                            const std::string& workload) {
  std::vector<std::vector<RunCell>> cells;
  std::map<std::string, Json> notes;
  for (const RunRow* run : runs) {
    const auto of_run = store.cells(run->id);
    if (!of_run) return tl::unexpected(of_run.error());
    const auto of_notes = store.group_notes(run->id);
    if (!of_notes) return tl::unexpected(of_notes.error());
    cells.push_back(*of_run);
    merge_notes(notes, *of_notes);
  }
  Groups groups;
  const std::set<std::string> apart = uneven(cells);
  for (MeasuredGroup& group : groups_of(merged(cells), notes)) {
    if (!matches(group, workload)) continue;
    const bool ratios = !own_run.empty() || apart.contains(group.name);
    const bool own_rounds = own_run.empty() && is_one_runs(group, runs, cells);
    groups.push_back({machine_of(runs.front()->host), own_run, {}, std::move(group), ratios, {}, own_rounds});
  }
  return groups;
}

}  // namespace

Result<std::vector<StoredGroup>> stored_groups(const Store& store, const std::vector<RunRow>& runs,
                                               const CompareOptions& options, const RunGroups& outdated) {
  const auto own_run = [&](const RunRow& run) { return options.by == kByRun ? run.id : std::string(); };
  std::vector<std::pair<std::pair<Machine, std::string>, std::vector<const RunRow*>>> places;
  for (const RunRow& run : runs) {
    const auto key = std::pair(machine_of(run.host), own_run(run));
    auto place = std::ranges::find(places, key, [](const auto& each) { return each.first; });
    if (place == places.end()) place = places.insert(places.end(), {key, {}});
    place->second.push_back(&run);
  }
  Groups groups;
  for (const auto& [key, of_place] : places) {
    auto begun = begin_groups(store, of_place, own_run(*of_place.front()), options.workload);
    if (!begun) return tl::unexpected(begun.error());
    std::ranges::move(*begun, std::back_inserter(groups));
  }
  for (const RunRow& run : runs)
    if (const auto done = RunReader(groups, store, run, own_run(run), outdated).read(); !done)
      return tl::unexpected(done.error());
  return groups;
}

}  // namespace assay

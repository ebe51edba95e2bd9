#include "harness/report/measured.h"

#include <algorithm>
#include <set>

#include "harness/report/strata.h"
#include "harness/stats/steady.h"

namespace assay {
namespace {

/// Enough to tell when processes become steady; a run of years has millions of them.
constexpr std::size_t kMostSeries = 34;

/// Every pair that some answer needs: each cell with the baseline, and the strata of every factor.
std::vector<MeasuredPair> wanted_pairs(const std::vector<MeasuredCell>& cells) {
  std::set<std::pair<std::size_t, std::size_t>> wanted;
  for (std::size_t to = 1; to < cells.size(); ++to) wanted.emplace(0, to);
  for (const Step& step : steps_of(cells))
    for (const auto& [from, to] : step.strata) wanted.emplace(from, to);
  for (const auto& [from, to] : sides_of(cells)) wanted.emplace(from, to);
  std::vector<MeasuredPair> pairs;
  for (const auto& [from, to] : wanted)
    if (!cells[from].row.emulated && !cells[to].row.emulated) pairs.push_back({from, to, {}});
  return pairs;
}

void note_executed(MeasuredCell& cell, const Json& facts) {
  if (!facts.is_object() || facts.empty()) return;
  cell.facts = facts;
  const auto found = facts.find("executed");
  if (found == facts.end() || !found->is_string()) return;
  const auto& path = found->get_ref<const std::string&>();
  if (std::ranges::find(cell.executed, path) == cell.executed.end()) cell.executed.push_back(path);
}

void add_process(MeasuredCell& cell, const BoutRecord& bout, std::size_t member, const stats::PairOptions& options) {
  const ProcessRecord& process = bout.processes[member];
  note_executed(cell, process.facts);
  if (process.outcome != Outcome::Measured) {
    ++cell.failed;
    cell.detail = process.detail;
    if (cell.outcome != Outcome::Measured) cell.outcome = process.outcome;
    return;
  }
  const auto level = bout.mode == Mode::Calibrate ? std::nullopt : stats::level(bout, member, options);
  if (!level) return;
  cell.outcome = Outcome::Measured;
  cell.levels.push_back(*level);
  if (cell.series.size() < kMostSeries) cell.series.push_back(stats::slice_series(process));
  cell.slices += std::ranges::count_if(process.slices, counts);
}

std::size_t place_of(const BoutRecord& bout, const std::string& cell) {
  const auto found = std::ranges::find(bout.processes, cell, &ProcessRecord::cell);
  return static_cast<std::size_t>(found - bout.processes.begin());
}

}  // namespace

stats::Clock MeasuredGroup::clock() const {
  const bool cpu = mode == Mode::SharedCpu || note.value("clock", "wall") == "cpu";
  return cpu ? stats::Clock::Cpu : stats::Clock::Wall;
}

const MeasuredPair* MeasuredGroup::pair(std::size_t from, std::size_t to) const {
  const auto found =
      std::ranges::find_if(pairs, [&](const MeasuredPair& each) { return each.from == from && each.to == to; });
  return found == pairs.end() ? nullptr : &*found;
}

std::vector<int> MeasuredGroup::numbers(const MeasuredPair& pair) const {
  std::vector<int> result;
  for (const auto& [bout, value] : pair.values) result.push_back(bouts[bout].number);
  return result;
}

Json MeasuredGroup::noted(const MeasuredCell& cell) const {
  const auto comparisons = note.find("comparisons");
  if (comparisons == note.end() || !comparisons->is_object()) return Json::object();
  return comparisons->value(cell.id, Json::object());
}

bool MeasuredGroup::failed(std::size_t cell) const {
  return noted(cells[cell]).value("verdict", "") == "failed";
}

std::vector<MeasuredGroup> groups_of(std::span<const RunCell> cells, const std::map<std::string, Json>& notes) {
  std::vector<MeasuredGroup> groups;
  for (const RunCell& row : cells) {
    auto found = std::ranges::find(groups, row.group, &MeasuredGroup::name);
    if (found == groups.end()) {
      found = groups.insert(groups.end(), MeasuredGroup{});
      found->name = row.group;
      if (const auto note = notes.find(row.group); note != notes.end()) found->note = note->second;
    }
    MeasuredCell cell;
    cell.id = cell_id(row.cell);
    cell.row = row;
    found->cells.insert(row.baseline ? found->cells.begin() : found->cells.end(), std::move(cell));
  }
  for (MeasuredGroup& group : groups) group.pairs = wanted_pairs(group.cells);
  return groups;
}

void add_bout(MeasuredGroup& group, const BoutRecord& bout, const AddOptions& options) {
  group.seconds += bout.seconds;
  if (bout.mode != Mode::Calibrate) group.mode = bout.mode;
  const stats::PairOptions pair_options{group.clock(), options.base_ns};
  if (options.with_levels)
    for (std::size_t member = 0; member < bout.processes.size(); ++member) {
      const auto cell = std::ranges::find(group.cells, bout.processes[member].cell, &MeasuredCell::id);
      if (cell != group.cells.end()) add_process(*cell, bout, member, pair_options);
    }
  if (bout.mode == Mode::Calibrate) return;
  group.bouts.push_back({bout.started, bout.seconds, bout.attempt});
  for (MeasuredPair& pair : group.pairs) {
    const std::size_t from = place_of(bout, group.cells[pair.from].id), to = place_of(bout, group.cells[pair.to].id);
    if (const auto value = stats::pair_value(bout, from, to, pair_options)) {
      pair.values.emplace_hint(pair.values.end(), group.bouts.size() - 1, *value);
      pair.mode = bout.mode;
    }
  }
}

void append(MeasuredGroup& into, const MeasuredGroup& later) {
  const std::size_t before = into.bouts.size();
  into.seconds += later.seconds;
  if (later.mode) into.mode = later.mode;
  into.bouts.insert(into.bouts.end(), later.bouts.begin(), later.bouts.end());
  for (std::size_t pair = 0; pair < into.pairs.size(); ++pair) {
    for (const auto& [bout, value] : later.pairs[pair].values)
      into.pairs[pair].values.emplace_hint(into.pairs[pair].values.end(), before + bout, value);
    if (later.pairs[pair].mode) into.pairs[pair].mode = later.pairs[pair].mode;
  }
}

void add_summary(MeasuredGroup& group, const CellSummary& summary, stats::Clock clock) {
  const auto cell = std::ranges::find(group.cells, summary.cell, &MeasuredCell::id);
  if (cell == group.cells.end()) return;
  for (std::size_t i = 0; i < summary.seconds.size(); ++i) {
    stats::Level level;
    level.wall_seconds = summary.seconds[i];
    level.cpu_seconds = summary.cpu_seconds[i];
    level.clock = clock;
    cell->levels.push_back(level);
  }
  cell->slices += summary.slices;
  cell->failed += summary.failed;
  if (cell->outcome != Outcome::Measured) cell->outcome = summary.outcome;
  if (!summary.detail.empty()) cell->detail = summary.detail;
  for (const std::string& path : summary.executed)
    if (std::ranges::find(cell->executed, path) == cell->executed.end()) cell->executed.push_back(path);
  if (!summary.facts.empty()) cell->facts = summary.facts;
}

}  // namespace assay

#include "harness/session/state.h"

#include <algorithm>
#include <cmath>

#include "harness/session/confirmation.h"
#include "harness/session/findings.h"
#include "harness/stats/pair.h"
#include "runners/registration.h"

namespace assay {
namespace {

std::vector<Chunk> chunks_of(const Group& group) {
  std::vector<Chunk> chunks(1, Chunk{{group.baseline}});
  for (std::size_t index = 0; index < group.cells.size(); ++index) {
    if (index == group.baseline) continue;
    if (chunks.back().cells.size() == most_members) chunks.push_back(Chunk{{group.baseline}});
    chunks.back().cells.push_back(index);
  }
  return chunks;
}

GroupState begin_group(const Group& group) {
  GroupState state;
  state.baseline = group.baseline;
  state.units_are_processes = group.workload != nullptr && group.workload->kind == "command";
  state.chunks = chunks_of(group);
  for (const Cell& cell : group.cells) state.cells.emplace_back().id = cell_id(cell);
  return state;
}

bool is_failure(Outcome outcome) {
  return outcome != Outcome::Measured && outcome != Outcome::Skipped;
}

bool fails_too_often(const CellState& cell) {
  const bool answered = cell.answered || !cell.started.empty();
  if (!answered || cell.outcome == Outcome::TimedOut) return cell.failures_in_a_row >= most_failures;
  const int bouts = cell.failures + static_cast<int>(cell.started.size());
  return cell.failures_in_a_row >= most_failures_in_a_row ||
         (bouts >= bouts_for_a_share && 4 * cell.failures > 3 * bouts);
}

/// One bout being taken into a group's state.
class Adding {
 public:
  Adding(GroupState& group, const BoutRecord& bout, std::optional<double> base_ns)
      : group_(group), bout_(bout), options_{group.method ? group.method->clock : stats::Clock::Wall, base_ns} {
    for (std::size_t index = 0; index < group.cells.size(); ++index) places_.push_back(place_of(group.cells[index].id));
  }

  std::optional<stats::PairValue> pair_with_baseline(std::size_t index) const {
    const auto baseline = places_[group_.baseline];
    if (!baseline || !places_[index]) return std::nullopt;
    return stats::pair_value(bout_, *baseline, *places_[index], options_);
  }

  void add() {
    Chunk& chunk = chunk_of_bout();
    ++group_.bouts;
    ++chunk.bouts;
    ++chunk.passes;
    group_.seconds += bout_.seconds;
    const std::vector<std::size_t> members = group_.live(chunk);
    const bool failed = note_failures(members);
    if (bout_.mode == Mode::Calibrate)
      calibrate(chunk, failed);
    else
      measure(chunk, members, failed);
  }

 private:
  std::optional<std::size_t> place_of(const std::string& cell) const {
    const auto found = std::ranges::find(bout_.processes, cell, &ProcessRecord::cell);
    if (found == bout_.processes.end()) return std::nullopt;
    return static_cast<std::size_t>(found - bout_.processes.begin());
  }

  /// The chunk of the first member that is not the baseline; a bout of the baseline alone is the first chunk's.
  Chunk& chunk_of_bout() {
    for (Chunk& chunk : group_.chunks)
      for (std::size_t i = 1; i < chunk.cells.size(); ++i)
        if (places_[chunk.cells[i]]) return chunk;
    return group_.chunks.front();
  }

  void fail_cell(CellState& cell, Outcome outcome, const std::string& detail) {
    cell.outcome = outcome;
    cell.detail = detail;
    ++cell.failures;
    ++cell.failures_in_a_row;
    cell.dropped = outcome == Outcome::Unsupported || fails_too_often(cell);
  }

  bool is_measured(std::size_t index) const {
    return places_[index] && bout_.processes[*places_[index]].outcome == Outcome::Measured;
  }

  /// Whether any member failed, or the bout as a whole, which is held against the baseline. One that was set aside
  /// where another was measured (processes one after the other, of which the later met what kept it from its end) has
  /// failed by itself: the baseline's values would hide that nothing comes of its bouts.
  bool note_failures(const std::vector<std::size_t>& members) {
    const bool some = std::ranges::any_of(members, [&](std::size_t index) { return is_measured(index); });
    bool any = false;
    for (const std::size_t index : members) {
      if (!places_[index]) continue;
      const ProcessRecord& process = bout_.processes[*places_[index]];
      CellState& cell = group_.cells[index];
      cell.answered = cell.answered || (group_.units_are_processes && !process.slices.empty());
      if (!is_failure(process.outcome) && !(some && process.outcome == Outcome::Skipped)) continue;
      fail_cell(cell, process.outcome, process.detail);
      any = true;
    }
    if (any || bout_.outcome == Outcome::Measured) return any;
    fail_cell(group_.cells[group_.baseline], bout_.outcome, bout_.detail);
    return true;
  }

  bool all_measured(const std::vector<std::size_t>& members) const {
    return std::ranges::all_of(members, [&](std::size_t index) { return is_measured(index); });
  }

  void calibrate(Chunk& chunk, bool failed) {
    if (bout_.calibration && all_measured(group_.live(chunk))) {
      merge(group_.calibrated, bout_);
      for (const double seconds : bout_.calibration->iteration_seconds) chunk.iteration_seconds += seconds;
      chunk.calibrated = true;
    } else if (!failed) {
      fail_cell(group_.cells[group_.baseline], Outcome::NoResult, "its calibration ended without a result");
    }
  }

  void measure(Chunk& chunk, const std::vector<std::size_t>& members, bool failed) {
    ++chunk.measured;
    chunk.seconds += bout_.seconds;
    for (const std::size_t index : members) {
      CellState& cell = group_.cells[index];
      if (add_value(index)) {
        cell.started.push_back(bout_.started);
        cell.failures_in_a_row = 0;
        if (!cell.dropped) cell.outcome = Outcome::Measured;
      } else if (!failed) {
        fail_cell(cell, Outcome::NoResult, "measured no slice that could be compared");
      }
    }
  }

  bool add_value(std::size_t index) {
    if (index == group_.baseline) return add_own_time(group_.cells[index]);
    const auto value = pair_with_baseline(index);
    if (value) group_.cells[index].pairs.push_back(*value);
    return value.has_value();
  }

  bool add_own_time(CellState& baseline) {
    const auto place = places_[group_.baseline];
    const auto level = place ? stats::level(bout_, *place, options_) : std::nullopt;
    if (!level) return false;
    baseline.values.push_back(std::log(level->seconds()));
    return true;
  }

  GroupState& group_;
  const BoutRecord& bout_;
  stats::PairOptions options_;
  std::vector<std::optional<std::size_t>> places_;  // of the group's cells among the bout's processes
};

/// What the early bouts say with the base that is known now. Whether they say anything does not depend on it.
void reread_early_bouts(GroupState& group, std::optional<double> base_ns) {
  for (CellState& cell : group.cells) cell.pairs.clear();
  for (const BoutRecord& bout : group.early) {
    const Adding reading(group, bout, base_ns);
    for (std::size_t index = 0; index < group.cells.size(); ++index)
      if (index != group.baseline)
        if (const auto value = reading.pair_with_baseline(index)) group.cells[index].pairs.push_back(*value);
  }
}

void add_references(SessionState& state, GroupState& group, const BoutRecord& bout) {
  stats::RunBase& references = state.references;
  if (references.settled()) return;
  int measured = 0;
  for (const Chunk& chunk : group.chunks) measured = std::max(measured, chunk.measured);
  references.add(bout, measured);
  if (bout.mode == Mode::Calibrate) return;
  group.early.push_back(bout);
  if (!references.settled()) return reread_early_bouts(group, references.so_far());
  for (GroupState& each : state.groups) {
    reread_early_bouts(each, references.base_ns());
    each.early.clear();
  }
}

/// Once every chunk that can still be measured is calibrated, all are measured in the same way.
void settle_method(GroupState& group, const std::string& kind, std::optional<Mode> mode) {
  const bool ready = std::ranges::all_of(group.chunks, [](const Chunk& each) { return each.calibrated || !each.open; });
  const bool any = std::ranges::any_of(group.chunks, &Chunk::calibrated);
  if (!group.method && ready && any) group.method = choose_method(group.calibrated, kind, mode);
}

}  // namespace

std::vector<std::size_t> GroupState::live(const Chunk& chunk) const {
  std::vector<std::size_t> result;
  const bool all = !confirming();
  for (const std::size_t index : chunk.cells)
    if (!cells[index].dropped && (all || index == baseline || cells[index].confirmation)) result.push_back(index);
  return result;
}

bool GroupState::confirming() const {
  return std::ranges::any_of(cells, [](const CellState& cell) { return cell.confirmation.has_value(); });
}

SessionState begin_state(const Plan& plan) {
  SessionState state;
  state.references = stats::RunBase(plan.host_base_ns);
  for (const Group& group : plan.groups) {
    state.groups.push_back(begin_group(group));
    bring_up_to_date(state.groups.back(), rules_for(plan, group));
  }
  return state;
}

void add_bout(SessionState& state, const Plan& plan, std::size_t index, const BoutRecord& bout) {
  const Group& group = plan.groups[index];
  GroupState& into = state.groups[index];
  state.seconds += bout.seconds;
  Adding(into, bout, state.references.so_far()).add();
  add_references(state, into, bout);
  bring_up_to_date(into, rules_for(plan, group));
  settle_method(into, group.workload != nullptr ? group.workload->kind : std::string{}, plan.study.decision.mode);
  begin_confirmation(state, plan);
}

bool is_emulated(const Cell& cell) {
  const auto runner = cell.configuration.find("runner");
  if (runner == cell.configuration.end()) return false;
  const auto named = find_runner(runner->second);
  return named && named->kind->emulated;
}

bool is_emulated(const Group& group) {
  return std::ranges::any_of(group.cells, [](const Cell& cell) { return is_emulated(cell); });
}

}  // namespace assay

#include "harness/report/own_findings.h"

#include <algorithm>
#include <set>

#include "harness/report/cells.h"

namespace assay {
namespace {

/// The step by the places of another group with the same cells; empty where it lacks one of them.
std::optional<Step> placed_in(const MeasuredGroup& group, const Step& step, const MeasuredGroup& of) {
  Step placed = step;
  for (auto& [from, to] : placed.strata)
    for (std::size_t* place : {&from, &to}) {
      const auto found = std::ranges::find(group.cells, of.cells[*place].id, &MeasuredCell::id);
      if (found == group.cells.end()) return std::nullopt;
      *place = static_cast<std::size_t>(found - group.cells.begin());
    }
  return placed;
}

bool has_replicas(const MeasuredGroup& group) {
  std::set<std::string> replicas;
  for (const MeasuredCell& cell : group.cells)
    if (const auto level = cell.row.cell.configuration.find(kReplica); level != cell.row.cell.configuration.end())
      replicas.insert(level->second);
  return replicas.size() > 1;
}

/// What a suite's screen had is no evidence for what it flagged, and an estimate does not leave it out.
bool has_screen(const MeasuredGroup& group) {
  return std::ranges::any_of(group.cells,
                             [&](const MeasuredCell& cell) { return group.noted(cell).contains("confirmation"); });
}

const MeasuredGroup* group_in(const MeasuredRun& run, const std::string& name) {
  const auto group = std::ranges::find(run.groups, name, &MeasuredGroup::name);
  return group == run.groups.end() ? nullptr : &*group;
}

std::vector<RunCell> cells_of(const MeasuredRun& run) {
  std::vector<RunCell> cells;
  for (const MeasuredGroup& group : run.groups)
    for (const MeasuredCell& cell : group.cells) cells.push_back(cell.row);
  return cells;
}

}  // namespace

Result<const OwnFindings::Own*> OwnFindings::own(const std::string& run) {
  const auto known = known_.find(run);
  if (known != known_.end()) return known->second ? &*known->second : nullptr;
  std::optional<Own>& found = known_[run];
  const auto row = std::ranges::find(runs_, run, &RunRow::id);
  if (row == runs_.end() || row->kind == "nightly-confirm") return nullptr;  // that asks about a level
  auto measured = measured_run(store_, run);
  if (!measured) return tl::unexpected(measured.error());
  Question question = question_of(*row, cells_of(*measured));
  const bool effects = tells_effects(row->kind);
  if (effects) question.effects = effects_among(measured->groups);
  found = Own{std::move(*measured), std::move(question), effects};
  return &*found;
}

Result<const OwnFindings::Own*> OwnFindings::own_of(const StoredGroup& at) {
  if (at.runs.size() != 1) return nullptr;
  return own(*at.runs.begin());
}

Result<const Question*> OwnFindings::asked(const std::string& run) {
  if (const auto known = asked_.find(run); known != asked_.end()) return &known->second;
  const auto cells = store_.cells(run);
  if (!cells) return tl::unexpected(cells.error());
  Question question = question_of(*std::ranges::find(runs_, run, &RunRow::id), *cells);
  question.effects = effects_among(groups_of(*cells, {}));
  return &asked_.emplace(run, std::move(question)).first->second;
}

Result<std::optional<StepEffect>> OwnFindings::effect_of(const StoredGroup& at, const Step& step) {
  std::optional<StepEffect> none;
  if (at.own_rounds && at.runs.size() == 1) {
    const auto question = asked(*at.runs.begin());
    if (!question) return tl::unexpected(question.error());
    return assay::effect_of(at.group, step, (*question)->of(at.group.name));
  }
  const auto run = own_of(at);
  if (!run) return tl::unexpected(run.error());
  if (*run == nullptr || (!(*run)->tells_effects && has_replicas(at.group))) return none;
  const MeasuredGroup* group = group_in((*run)->measured, at.group.name);
  if (group == nullptr || (has_screen(*group) && !(*run)->question.is_suite())) return none;
  const auto placed = placed_in(*group, step, at.group);
  if (!placed) return none;
  return assay::effect_of(*group, *placed, (*run)->question.of(group->name));
}

Result<void> OwnFindings::take_against_baseline(const StoredGroup& at, std::span<CellReport> cells) {
  if (at.own_rounds) return {};  // they are by these rounds
  const auto run = own_of(at);
  if (!run) return tl::unexpected(run.error());
  if (*run == nullptr || !(*run)->tells_effects) return {};
  const MeasuredGroup* group = group_in((*run)->measured, at.group.name);
  if (group == nullptr || group->cells.front().id != at.group.cells.front().id) return {};
  for (CellReport& cell : cells) {
    const auto own = std::ranges::find(group->cells, cell.id, &MeasuredCell::id);
    if (own != group->cells.end() && own != group->cells.begin())
      cell.against_baseline = against_baseline(*group, static_cast<std::size_t>(own - group->cells.begin()));
  }
  return {};
}

}  // namespace assay

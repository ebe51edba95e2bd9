#include "harness/report/own_findings.h"

#include <algorithm>

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
  return std::ranges::any_of(group.cells,
                             [](const MeasuredCell& cell) { return cell.row.cell.configuration.contains(kReplica); });
}

std::vector<RunCell> cells_of(const MeasuredRun& run) {
  std::vector<RunCell> cells;
  for (const MeasuredGroup& group : run.groups)
    for (const MeasuredCell& cell : group.cells) cells.push_back(cell.row);
  return cells;
}

}  // namespace

Result<const OwnFindings::Tested*> OwnFindings::tested(const std::string& run) {
  const auto known = known_.find(run);
  if (known != known_.end()) return known->second ? &*known->second : nullptr;
  std::optional<Tested>& found = known_[run];
  const auto row = std::ranges::find(runs_, run, &RunRow::id);
  // Before its cells are read nothing but their number is unknown; a night's second stage asks about a level.
  if (row == runs_.end() || row->kind == "nightly-confirm" || question_of(*row, {}).rule == "estimate") return nullptr;
  auto measured = measured_run(store_, run);
  if (!measured) return tl::unexpected(measured.error());
  const Question question = question_of(*row, cells_of(*measured));
  found = Tested{std::move(*measured), question};
  return &*found;
}

Result<std::optional<StepEffect>> OwnFindings::effect_of(const StoredGroup& at, const Step& step) {
  std::optional<StepEffect> none;
  if (at.runs.size() != 1 || has_replicas(at.group)) return none;
  const auto run = tested(*at.runs.begin());
  if (!run) return tl::unexpected(run.error());
  if (*run == nullptr) return none;
  const auto& groups = (*run)->measured.groups;
  const auto group = std::ranges::find(groups, at.group.name, &MeasuredGroup::name);
  if (group == groups.end()) return none;
  const auto placed = placed_in(*group, step, at.group);
  if (!placed) return none;
  return assay::effect_of(*group, *placed, (*run)->question.of(group->name));
}

}  // namespace assay

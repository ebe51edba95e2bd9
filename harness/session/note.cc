#include "harness/session/note.h"

#include "harness/session/budget.h"
#include "harness/session/findings.h"

namespace assay {
namespace {

std::string state_word(const GroupState& state, const Stop* stop) {
  switch (state.end) {
    case GroupEnd::Done:
      return "done";
    case GroupEnd::Failed:
      return "failed";
    case GroupEnd::OutOfTime:
      return "out-of-time";
    case GroupEnd::Flagged:
    case GroupEnd::Open:
      break;
  }
  if (stop == nullptr) return "open";
  if (is_broken_off(stop->reason)) return "interrupted";
  return stop->reason == StopReason::TimeUp ? "out-of-time" : "failed";
}

/// Of a group that is still open.
std::string why_ended(const Plan& plan, std::size_t place, const SessionState& session, const Stop* stop) {
  if (stop == nullptr) return "";
  return stop->reason == StopReason::TimeUp ? nothing_runs(plan, session, place) : stop->why;
}

/// The failure that stands behind a comparison without a value: its own, or the baseline's, which ends every other.
/// None where its time had not come yet.
const CellState* failed_side(const GroupState& state, const CellState& cell) {
  const CellState& baseline = state.cells[state.baseline];
  if (baseline.dropped) return &baseline;
  if (cell.dropped || cell.finding.verdict == stats::Verdict::Failed) return &cell;
  if (!cell.pairs.empty()) return nullptr;
  if (cell.failures > 0) return &cell;
  return baseline.failures > 0 ? &baseline : nullptr;
}

Json comparison_note(const GroupState& state, const CellState& cell) {
  Json note = {{"verdict", stats::name(cell.finding.verdict)}, {"why", cell.finding.why}};
  if (cell.confirmation)
    note["confirmation"] = {{"flagged", cell.confirmation->flagged}, {"first_fresh", state.first_fresh}};
  const CellState* failed = failed_side(state, cell);
  if (failed == nullptr) return note;
  note["side"] = failed == &cell ? "b" : "a";  // a: the baseline
  note["outcome"] = name(failed->outcome);
  note["detail"] = failed->detail;
  return note;
}

}  // namespace

Json group_note(const Plan& plan, std::size_t place, const SessionState& session, const Stop* stop) {
  const Group& group = plan.groups[place];
  GroupState state = session.groups[place];
  const stats::RunBase& references = session.references;
  const std::string ended = why_ended(plan, place, session, stop);
  if (stop != nullptr) close_findings(state, rules_for(plan, group), ended);
  const bool unfinished = state.open() || state.end == GroupEnd::Flagged;
  Json note = {{"state", state_word(state, stop)}, {"why", unfinished && stop != nullptr ? ended : state.why}};
  if (state.method) {
    note["mode"] = name(state.method->mode);
    note["mode_why"] = state.method->why;
    note["clock"] = state.method->clock == stats::Clock::Cpu ? "cpu" : "wall";
  }
  note["seconds"] = state.seconds;
  if (const auto base_ns = references.base_ns()) {
    note["reference_base_ns"] = *base_ns;
    if (base_ns != references.own_ns()) note["reference_own_ns"] = *references.own_ns();
  }
  Json comparisons = Json::object();
  for (std::size_t index = 0; index < group.cells.size(); ++index)
    if (index != state.baseline) comparisons[state.cells[index].id] = comparison_note(state, state.cells[index]);
  note["comparisons"] = std::move(comparisons);
  return note;
}

}  // namespace assay

#include "harness/session/findings.h"

#include <algorithm>

#include "harness/session/confirmation.h"
#include "harness/stats/night_confirmation.h"

namespace assay {
namespace {

using stats::Finding;
using stats::Verdict;

std::optional<int> exact_bouts(const Rules& rules) {
  if (rules.emulated) return 1;
  return rules.decision.bouts;
}

std::string exact_why(const Rules& rules) {
  if (rules.emulated) return "emulated: run once for its result, its times are no performance";
  return std::to_string(*rules.decision.bouts) + (*rules.decision.bouts == 1 ? " bout" : " bouts") + " as asked for";
}

stats::EstimateRule estimate_rule(const Rules& rules) {
  auto rule = stats::estimate_rule(rules.decision.care_percent, rules.decision.width_percent);
  rule.effects = rules.comparisons;
  return rule;
}

Finding look_at(const CellState& cell, const Rules& rules) {
  if (const auto suspected = rules.suspicions.find(cell.id); suspected != rules.suspicions.end())
    return stats::confirm_night(cell.pairs, cell.started, suspected->second);
  const stats::Bouts bouts(cell.pairs, cell.started);
  if (rules.decision.rule == Rule::Estimate) return stats::estimate(bouts, estimate_rule(rules));
  if (rules.suite) return stats::decide_in_suite(bouts, rules.decision.care_percent, cell.confirmation);
  return stats::decide(bouts, stats::comparison_rule(rules.decision.care_percent));
}

/// The baseline's own time: its values are logarithms of seconds, and an interval's width in percent needs a ratio.
Finding look_at_baseline(const CellState& cell, const Rules& rules) {
  std::vector<double> values = cell.values;
  for (double& value : values) value -= cell.values.front();
  return stats::estimate(stats::Series{values, cell.started}, estimate_rule(rules));
}

/// An emulated time deserves no word.
Finding closed(const Finding& finding, const Rules& rules, const std::string& why) {
  if (rules.decision.rule != Rule::Estimate || rules.emulated) return stats::close(finding, why);
  return stats::close_estimate(finding, estimate_rule(rules), why);
}

bool enough(const Chunk& chunk, const Rules& rules) {
  const auto exact = exact_bouts(rules);
  return exact && chunk.measured >= *exact;
}

void find_cell(CellState& cell, const Chunk& chunk, const Rules& rules) {
  if (cell.dropped) {
    cell.finding = stats::failed(failure_text(cell));
    return;
  }
  cell.finding = look_at(cell, rules);
  if (enough(chunk, rules)) cell.finding = closed(cell.finding, rules, exact_why(rules));
}

bool is_open(const CellState& cell) {
  return cell.finding.verdict == Verdict::Open;
}

/// Whether the chunk's baseline is measured for its own sake, nothing else being left beside it.
bool is_alone(const GroupState& group, const Chunk& chunk, const Rules& rules) {
  return group.live(chunk).size() == 1 && &chunk == &group.chunks.front() && rules.decision.rule == Rule::Estimate;
}

void find_chunk(GroupState& group, Chunk& chunk, const Rules& rules) {
  CellState& baseline = group.cells[group.baseline];
  bool any_open = false;
  for (std::size_t i = 1; i < chunk.cells.size(); ++i) {
    CellState& cell = group.cells[chunk.cells[i]];
    find_cell(cell, chunk, rules);
    any_open = any_open || is_open(cell);
  }
  if (is_alone(group, chunk, rules)) {
    if (!baseline.values.empty()) baseline.finding = look_at_baseline(baseline, rules);
    if (enough(chunk, rules)) baseline.finding = closed(baseline.finding, rules, exact_why(rules));
    any_open = is_open(baseline);
  }
  const auto exact = exact_bouts(rules);
  const bool more_asked_for = exact && group.live(chunk).size() > 1 && chunk.measured < *exact;
  chunk.open = any_open || more_asked_for;
}

void fail_group(GroupState& group, const std::string& why) {
  group.end = GroupEnd::Failed;
  group.why = why;
  for (CellState& cell : group.cells) cell.finding = stats::failed(why);
  for (Chunk& chunk : group.chunks) chunk.open = false;
}

std::string shown_why(const CellState& cell) {
  return is_flagged(cell) ? "flagged, to be confirmed by fresh bouts: " + cell.finding.why : cell.finding.why;
}

/// Of several comparisons the one that needed the most bouts tells why the group ended when it did.
std::string last_why(const GroupState& group) {
  const CellState* last = nullptr;
  int comparisons = 0;
  for (std::size_t index = 0; index < group.cells.size(); ++index) {
    const CellState& cell = group.cells[index];
    if (index == group.baseline) continue;
    ++comparisons;
    if (last == nullptr || cell.finding.bouts > last->finding.bouts) last = &cell;
  }
  if (last == nullptr) return group.cells[group.baseline].finding.why;
  if (comparisons == 1) return shown_why(*last);
  return shown_why(*last) + " (the last of " + std::to_string(comparisons) + " comparisons)";
}

void end_group(GroupState& group, const Rules& rules) {
  const auto dropped = std::ranges::count_if(group.cells, &CellState::dropped);
  const bool nothing_left = dropped > 0 && dropped + 1 == std::ssize(group.cells);
  const bool flagged = std::ranges::any_of(group.cells, [](const CellState& cell) { return is_flagged(cell); });
  group.end = flagged ? GroupEnd::Flagged : GroupEnd::Done;
  if (nothing_left && rules.decision.rule != Rule::Estimate) group.end = GroupEnd::Failed;
  group.why = rules.value_only && exact_bouts(rules) ? exact_why(rules) : last_why(group);
  if (group.cells.size() == 1 && rules.decision.rule != Rule::Estimate)
    group.why = "nothing to compare: the sides are equal here";
}

}  // namespace

void bring_up_to_date(GroupState& group, const Rules& rules) {
  const CellState& baseline = group.cells[group.baseline];
  if (baseline.dropped) return fail_group(group, "the baseline " + failure_text(baseline));
  for (Chunk& chunk : group.chunks) find_chunk(group, chunk, rules);
  if (std::ranges::none_of(group.chunks, &Chunk::open)) end_group(group, rules);
}

void close_findings(GroupState& group, const Rules& rules, const std::string& why) {
  for (CellState& cell : group.cells)
    if (is_open(cell) || is_flagged(cell)) cell.finding = closed(cell.finding, rules, why);
}

Rules rules_for(const Plan& plan, const Group& group) {
  Rules rules{plan.study.decision, is_emulated(group), is_suite(plan), group.suspicions,
              std::max(1, comparisons_of(plan))};
  rules.decision.care_percent = group.floor_percent.value_or(rules.decision.care_percent);
  rules.value_only = plan.study.nightly && group.suspicions.empty();
  return rules;
}

std::string failure_text(const CellState& cell) {
  const auto measured = static_cast<int>(cell.started.size());
  std::string times = cell.failures > 1 ? " twice" : "";
  if (measured > 0 && cell.failures > 1)
    times = " in " + std::to_string(cell.failures) + " of " + std::to_string(cell.failures + measured) + " bouts";
  return std::string(name(cell.outcome)) + times + (cell.detail.empty() ? "" : ": " + cell.detail);
}

}  // namespace assay

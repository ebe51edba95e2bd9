#include "harness/report/comparisons.h"

#include <algorithm>

#include "harness/report/effects.h"
#include "harness/report/notes.h"
#include "harness/stats/night_confirmation.h"
#include "harness/stats/suite.h"

namespace assay {
namespace {

/// What differs between the sides, and what the user set for both.
Configuration shown(const Configuration& side, const Configuration& other, const Configuration& set) {
  Configuration result;
  for (const auto& [factor, level] : side) {
    const auto found = other.find(factor);
    const bool varied = found == other.end() || found->second != level;
    if (varied || set.contains(factor)) result[factor] = level;
  }
  return result;
}

std::optional<double> seconds_of(const MeasuredCell& cell) {
  const auto summary = stats::summarise(cell.levels);
  if (!summary) return std::nullopt;
  return summary->median_seconds;
}

std::string executed(const MeasuredCell& cell) {
  return cell.executed.empty() ? "" : cell.executed.back();
}

ComparisonReport::Failures failures_of(const MeasuredCell& cell) {
  return {cell.failed, cell.failed + static_cast<int>(cell.levels.size()), cell.detail};
}

/// The mean share over the bouts, and the estimate over those that have one.
ComparisonReport::Part part_of(const PairSeries& series, double stats::PairValue::*share, PairMember value) {
  ComparisonReport::Part part;
  for (const stats::PairValue& one : series.pairs) part.share += one.*share / static_cast<double>(series.pairs.size());
  part.effect = estimate_by(series.pairs, value);
  return part;
}

std::string reason(const MeasuredGroup& group, const Json& note) {
  const std::string ended = group.note.value("why", "");
  if (!ended.empty()) return ended;
  return note.value("why", "ended before it was decided");
}

/// The side that failed; where none did, one that was not measured yet.
const MeasuredCell& side_without_value(const MeasuredCell& a, const MeasuredCell& b) {
  if (a.outcome == Outcome::Measured) return b;
  return a.failed == 0 && b.failed > 0 ? b : a;
}

/// Nothing went wrong with what was never begun.
void leave_open(ComparisonReport& report, const MeasuredGroup& group) {
  const std::string ended = group.note.value("why", "");
  report.verdict = stats::name(stats::Verdict::Undecided);
  report.why = ended.empty() ? "ended" : ended;
  if (report.why.find("its first bout") == std::string::npos) report.why += " before its first bout";
}

void set_failed(ComparisonReport& report, const MeasuredGroup& group, const MeasuredCell& a, const MeasuredCell& b,
                const Json& note) {
  const MeasuredCell& side = side_without_value(a, b);
  const bool failed = note.contains("outcome") || note.value("verdict", "") == "failed";
  if (!failed && side.outcome == Outcome::Skipped) return leave_open(report, group);
  report.verdict = stats::name(stats::Verdict::Failed);
  report.why = note.value("why", "nothing was measured");
  report.failed_side = note.value("side", &side == &a ? "a" : "b");
  report.outcome = outcome_from(note.value("outcome", std::string(name(side.outcome)))).value_or(side.outcome);
  report.detail = note.value("detail", side.detail);
}

void add_neighbour(ComparisonReport& report, const PairSeries& series) {
  report.undisturbed = part_of(series, &stats::PairValue::undisturbed_share, &stats::PairValue::undisturbed);
  report.disturbed = part_of(series, &stats::PairValue::disturbed_share, &stats::PairValue::disturbed);
}

void decide_pair(Compared& compared, const MeasuredGroup& group, const MeasuredPair& pair, const Question& question,
                 const Json& note) {
  ComparisonReport& report = compared.report;
  const PairSeries series = series_of(group, pair);
  const auto suspected = question.suspicions.find(group.cells[pair.to].id);
  const stats::Finding finding =
      suspected == question.suspicions.end()
          ? judge(series.bouts(), question, reason(group, note), confirmation_in(note, group.numbers(pair)))
          : stats::close(stats::confirm_night(series.pairs, series.started, suspected->second), reason(group, note));
  report.verdict = stats::name(finding.verdict);
  if (finding.effect) report.effect = estimate_of(*finding.effect);
  report.noise = noise_of(finding, question.care_percent);
  report.pairs = finding.bouts;
  if (finding.nominal_p > 0 && finding.look > 0)
    report.test = {finding.p, finding.nominal_p, finding.look, finding.looks};
  report.why = finding.why;
  add_neighbour(report, series);
  report.decided_on = stats::name(finding.basis);
  report.cpu = estimate_by(series.pairs, &stats::PairValue::cpu);
  report.notes = notes_on(series.bouts(), report.effect);
  compared.series = series;
}

void take(ComparisonReport& report, const OverReplicas& found) {
  report.verdict = found.verdict;
  report.effect = found.effect;
  report.pairs = found.bouts;
  report.replicas = found.replicas;
  report.why = found.why;
  report.decided_on = stats::name(found.basis);
}

Compared compare(const MeasuredGroup& group, const Strata& pairs, const Configuration& set, const Question& question) {
  const auto [a_place, b_place] = pairs.front();
  const MeasuredCell &a = group.cells[a_place], &b = group.cells[b_place];
  Compared compared;
  ComparisonReport& report = compared.report;
  report.group = group.name;
  report.workload = a.row.cell.workload;
  report.parameters = a.row.cell.parameters;
  report.a_configuration = a.row.cell.configuration;
  report.b_configuration = b.row.cell.configuration;
  report.a = shown(report.a_configuration, report.b_configuration, set);
  report.b = shown(report.b_configuration, report.a_configuration, set);
  report.mode = group.mode;
  report.mode_why = group.note.value("mode_why", "");
  report.clock = group.clock();
  report.a_seconds = seconds_of(a);
  report.b_seconds = seconds_of(b);
  report.a_executed = executed(a);
  report.b_executed = executed(b);
  report.a_failures = failures_of(a);
  report.b_failures = failures_of(b);
  report.seconds = group.seconds;
  report.emulated = a.row.emulated || b.row.emulated;
  const Json note = group.noted(b);
  const MeasuredPair* pair = group.pair(a_place, b_place);
  if (report.emulated) {
    report.verdict = stats::name(stats::Verdict::Undecided);
    report.why = "emulated: its times are no performance and are not compared";
  } else if (const auto replicated = over_replicas(group, pairs, question, question.groups)) {
    take(report, *replicated);
  } else if (pair == nullptr || pair->values.empty() || group.failed(b_place)) {
    set_failed(report, group, a, b, note);
  } else {
    decide_pair(compared, group, *pair, question, note);
    if (const auto small = small_change({report.verdict, report.effect, &a, &b}, question))
      report.notes.push_back(*small);
  }
  return compared;
}

}  // namespace

std::optional<Compared> compare_sides(const MeasuredGroup& group, const Configuration& set, const Question& question) {
  const Strata pairs = sides_of(group.cells);
  if (pairs.empty()) return std::nullopt;
  return compare(group, pairs, set, question);
}

Compared compare_with_baseline(const MeasuredGroup& group, std::size_t place, const Configuration& set,
                               const Question& question) {
  return compare(group, {{0, place}}, set, question);
}

std::optional<ScoreReport> suite_of(const std::vector<Compared>& comparisons) {
  std::vector<stats::Bouts> bouts;
  for (const Compared& each : comparisons)
    if (!each.series.pairs.empty()) bouts.push_back(each.series.bouts());
  const auto score = stats::suite_score(bouts);
  if (!score) return std::nullopt;
  ScoreReport report;
  report.effect = {score->percent, score->low, score->high};
  report.workloads = score->workloads;
  return report;
}

}  // namespace assay

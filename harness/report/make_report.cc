#include <assay_version.h>
#include <fmt/format.h>

#include <algorithm>

#include "harness/core/levels.h"
#include "harness/report/cells.h"
#include "harness/report/comparisons.h"
#include "harness/report/effects.h"
#include "harness/report/explained.h"
#include "harness/report/gate_told.h"
#include "harness/report/host_line.h"
#include "harness/report/report.h"
#include "harness/report/subject.h"
#include "harness/stats/reference.h"
#include "results/find_run.h"

namespace assay {
namespace {

/// The base of the run's reference readings: over the first six measuring bouts of each group, before anything is
/// decided.
/// As the session settled it; of a run that ended before, or was measured elsewhere, as far as it goes.
Result<std::optional<double>> base_of(const Store& store, const std::string& run) {
  const auto notes = store.group_notes(run);
  if (!notes) return tl::unexpected(notes.error());
  if (const auto noted = noted_base(*notes)) return noted;
  stats::ReferenceReadings readings;
  std::map<std::string, int> bouts;
  const auto done = store.scan(run, Detail::Estimates, [&](StoredBout& bout) {
    if (bout.record.mode != Mode::Calibrate && bouts[bout.group]++ < stats::kChoiceBouts) readings.add(bout.record);
  });
  if (!done) return tl::unexpected(done.error());
  return readings.base_ns();
}

Result<std::vector<MeasuredGroup>> measure(const Store& store, const std::string& run, std::optional<double> base_ns,
                                           Mishaps& mishaps) {
  const auto cells = store.cells(run);
  if (!cells) return tl::unexpected(cells.error());
  const auto notes = store.group_notes(run);
  if (!notes) return tl::unexpected(notes.error());
  const auto summaries = store.summaries(run);
  if (!summaries) return tl::unexpected(summaries.error());
  std::vector<MeasuredGroup> groups = groups_of(*cells, *notes);
  const auto done = store.scan(run, Detail::Estimates, [&](StoredBout& bout) {
    const auto group = std::ranges::find(groups, bout.group, &MeasuredGroup::name);
    if (group != groups.end()) add_bout(*group, bout.record, {base_ns, true});
    mishaps.add(bout);
  });
  if (!done) return tl::unexpected(done.error());
  for (MeasuredGroup& group : groups)
    for (MeasuredCell& cell : group.cells)
      if (const auto found = std::ranges::find(*summaries, cell.id, &CellSummary::cell); found != summaries->end()) {
        cell.executed = found->executed;
        cell.facts = found->facts;
      }
  return groups;
}

Configuration levels_set(const Json& study) {
  const auto set = study.find("set");
  return set != study.end() && set->is_object() ? levels_from(*set) : Configuration{};
}

std::vector<RunCell> cells_in(const std::vector<MeasuredGroup>& groups) {
  std::vector<RunCell> cells;
  for (const MeasuredGroup& group : groups)
    for (const MeasuredCell& cell : group.cells) cells.push_back(cell.row);
  return cells;
}

bool is_emulated(const MeasuredGroup& group) {
  return std::ranges::all_of(group.cells, [](const MeasuredCell& cell) { return cell.row.emulated; });
}

void add_comparisons(RunReport& report, const std::vector<MeasuredGroup>& groups, const RunRow& run,
                     const Question& question) {
  std::vector<Compared> all;
  const Configuration set = levels_set(run.study);
  for (const MeasuredGroup& group : groups) {
    const Question of_group = question.of(group.name);
    if (run.kind == "gate") {
      for (std::size_t place = 1; place < group.cells.size(); ++place)
        all.push_back(compare_with_baseline(group, place, set, of_group));
    } else if (auto compared = compare_sides(group, set, of_group)) {
      all.push_back(std::move(*compared));
    }
    if (sides_of(group.cells).empty())
      report.notes.push_back(group.name + ": nothing to compare, the two sides are equal here");
  }
  if (run.kind == "ab") report.suite = suite_of(all);
  for (Compared& each : all) report.comparisons.push_back(std::move(each.report));
}

void add_effects(RunReport& report, const std::vector<MeasuredGroup>& groups, const Question& question) {
  std::vector<StepEffect> all;
  for (const MeasuredGroup& group : groups) {
    if (is_emulated(group)) continue;
    for (const Step& step : steps_of(group.cells)) all.push_back(effect_of(group, step, question.of(group.name)));
  }
  report.scores = scores_of(all);
  for (const MeasuredGroup& group : groups)
    for (ExplainedReport& explained : explain(group)) report.explained.push_back(std::move(explained));
  for (StepEffect& each : all) report.effects.push_back(std::move(each.report));
}

double measured_until(const RunRow& run, const std::vector<MeasuredGroup>& groups) {
  double end = run.finished.value_or(run.started);
  for (const MeasuredGroup& group : groups)
    for (const MeasuredGroup::Bout& bout : group.bouts) end = std::max(end, bout.started + bout.seconds);
  return end;
}

/// What was measured all the same; what never was is an outcome of its own.
void note_failures(RunReport& report, const std::vector<MeasuredGroup>& groups) {
  for (const MeasuredGroup& group : groups)
    for (const MeasuredCell& cell : group.cells)
      if (cell.failed > 0 && !cell.levels.empty())
        report.notes.push_back(fmt::format("{} {}: {} of {} processes failed{}; the others count", group.name,
                                           to_string(cell.row.cell.configuration), cell.failed,
                                           cell.failed + static_cast<int>(cell.levels.size()),
                                           cell.detail.empty() ? "" : " (" + cell.detail + ")"));
}

void add_notes(RunReport& report, const RunRow& run) {
  if (run.state == "interrupted") report.notes.push_back("interrupted: the same command continues this run");
  if (run.state == "running") report.notes.push_back("still running, or ended by force: the same command continues it");
  const auto skipped = std::ranges::count(report.cells, Outcome::Skipped, &CellReport::outcome);
  if (run.state == "finished" && skipped > 0)
    report.notes.push_back(
        fmt::format("{} of {} cells were not measured, because time was up: give more of it with --max-time", skipped,
                    report.cells.size()));
  if (std::ranges::any_of(report.cells, &CellReport::emulated))
    report.notes.push_back("emulated: checked for its results; its times are no performance and are not compared");
}

void add_circumstances(RunReport& report, const std::vector<MeasuredGroup>& groups, const Mishaps& mishaps) {
  const auto& reference = report.reference;
  if (reference && reference->changed())
    report.notes.push_back(fmt::format(
        "the clock of this host has changed: the reference kernel reads {:.0f} ns, and {:.0f} ns in run {} before; "
        "absolute times of the two are not of one machine",
        reference->base_ns, *reference->earlier_ns, reference->earlier_run));
  for (std::string& sentence : mishaps.sentences()) report.notes.push_back(std::move(sentence));
  for (const MeasuredGroup& group : groups)
    if (std::string sentence = noisy_turn(group); !sentence.empty()) report.notes.push_back(std::move(sentence));
}

}  // namespace

bool has_sides(const std::string& command) {
  return command == "ab" || command == "aa";
}

Result<RunReport> make_report(const Store& store, const std::string& id) {
  const auto run = find_run(store, id);
  if (!run) return tl::unexpected(run.error());
  const auto base = base_of(store, id);
  if (!base) return tl::unexpected(base.error());
  Mishaps mishaps;
  const auto groups = measure(store, id, *base, mishaps);
  if (!groups) return tl::unexpected(groups.error());
  RunReport report;
  report.command = run->kind;
  report.version = ASSAY_VERSION;
  report.run = id;
  report.title = run->title;
  report.command_line = command_line(run->study);
  report.state = run->state;
  report.host = run->host;
  report.subjects = run->subjects;
  report.hosts = {host_line(run->host)};
  report.seed = run->seed;
  report.started = run->started;
  for (const MeasuredGroup& group : *groups) report.measuring_seconds += group.seconds;
  report.seconds = std::max(measured_until(*run, *groups) - run->started, report.measuring_seconds);
  for (const MeasuredGroup& group : *groups)
    for (CellReport& cell : cells_of(group, base->has_value())) report.cells.push_back(std::move(cell));
  const Question question = question_of(*run, cells_in(*groups));
  if (has_sides(run->kind) || run->kind == "gate")
    add_comparisons(report, *groups, *run, question);
  else
    add_effects(report, *groups, question);
  if (run->kind == "gate") {
    report.gate = judge_gate(report.comparisons, gate_question_of(*run));
    report.gate->anchor = run->study.value("anchor", Json::object());
    for (std::string& line : told_entries(*report.gate)) report.notes.push_back(std::move(line));
  }
  add_notes(report, *run);
  note_failures(report, *groups);
  if (*base) {
    const auto reference = reference_base(store, *run, **base);
    if (!reference) return tl::unexpected(reference.error());
    report.reference = *reference;
  }
  add_circumstances(report, *groups, mishaps);
  if (question.rule != "estimate") {
    const auto record = host_record(store, run->host, question.care_percent);
    if (!record) return tl::unexpected(record.error());
    report.host_record = *record;
  }
  for (std::string& note : kernel_notes(report)) report.notes.push_back(std::move(note));
  return report;
}

}  // namespace assay

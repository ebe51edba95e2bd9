#include <assay_version.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/core/levels.h"
#include "harness/host/tree.h"
#include "harness/report/cells.h"
#include "harness/report/comparisons.h"
#include "harness/report/effects.h"
#include "harness/report/explained.h"
#include "harness/report/gate_told.h"
#include "harness/report/host_line.h"
#include "harness/report/measured_run.h"
#include "harness/report/report.h"
#include "harness/report/subject.h"
#include "harness/stats/nightly.h"
#include "results/find_run.h"

namespace assay {
namespace {

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

void add_comparisons(RunReport& report, const std::vector<MeasuredGroup>& groups, const RunRow& run,
                     const Question& question) {
  std::vector<Compared> all;
  const Configuration set = levels_set(run.study);
  for (const MeasuredGroup& group : groups) {
    const Question of_group = question.of(group.name);
    if (!has_sides(run.kind)) {
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

void add_effects(RunReport& report, const std::vector<MeasuredGroup>& groups, Question question) {
  const auto steps = steps_among(groups);
  question.effects = effects_among(groups);
  std::vector<StepEffect> all;
  for (const auto& [group, step] : steps) all.push_back(effect_of(*group, step, question.of(group->name)));
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

void note_state(RunReport& report, const RunRow& run) {
  if (report.nightly && report.nightly->judged) return;
  const std::string until = report.nightly ? ", as long as its day (UTC) lasts" : "";
  if (run.state == "interrupted") report.notes.push_back("interrupted: the same command continues this run" + until);
  if (run.state == "running")
    report.notes.push_back("still running, or ended by force: the same command continues it" + until);
}

/// A failed side leaves the others of its group unmeasured too.
std::ptrdiff_t out_of_time(const std::vector<MeasuredGroup>& groups) {
  std::ptrdiff_t cells = 0;
  for (const MeasuredGroup& group : groups)
    if (group.note.value("state", "") == "out-of-time")
      cells += std::ranges::count(group.cells, Outcome::Skipped, &MeasuredCell::outcome);
  return cells;
}

void add_notes(RunReport& report, const RunRow& run, const std::vector<MeasuredGroup>& groups) {
  note_state(report, run);
  const auto skipped = out_of_time(groups);
  if (run.state == "finished" && skipped > 0)
    report.notes.push_back(
        fmt::format("{} of {} cells were not measured, because time was up: give more of it with --max-time", skipped,
                    report.cells.size()));
  if (std::ranges::any_of(report.cells, &CellReport::emulated))
    report.notes.push_back("emulated: checked for its results; its times are no performance and are not compared");
}

int cpus_online(const Json& host) {
  const auto list = host.find("cpus_online");
  return list != host.end() && list->is_string() ? count_cpus(list->get<std::string>()) : 0;
}

void add_circumstances(RunReport& report, const std::vector<MeasuredGroup>& groups, const Mishaps& mishaps) {
  const auto undisturbed = [](const auto& each) { return each.decided_on == "undisturbed"; };
  if (report.reference)
    for (std::string& sentence : sentences(*report.reference, std::ranges::any_of(report.comparisons, undisturbed) ||
                                                                  std::ranges::any_of(report.effects, undisturbed)))
      report.notes.push_back(std::move(sentence));
  for (std::string& sentence : mishaps.sentences(cpus_online(report.host))) report.notes.push_back(std::move(sentence));
  for (const MeasuredGroup& group : groups)
    if (std::string sentence = noisy_turn(group); !sentence.empty()) report.notes.push_back(std::move(sentence));
}

/// By which verdicts are given; a night's fresh bouts ask for its floors, though for no less than 1 %.
std::set<double> cares_of(const RunReport& report, const Question& question) {
  std::set<double> cares;
  const auto add_confirmed = [&](double floor) { cares.insert(std::max(floor, stats::NightlyRule{}.suspect_percent)); };
  if (report.nightly) {
    for (const NightItem& item : report.nightly->items) add_confirmed(item.floor_percent);
  } else if (report.gate) {
    for (const GateItem& item : report.gate->items) cares.insert(item.floor_percent);
  } else if (!question.suspicions.empty()) {
    for (const auto& [cell, suspicion] : question.suspicions) add_confirmed(suspicion.floor_percent);
  } else if (question.rule != "estimate") {
    cares.insert(question.care_percent);
  }
  return cares;
}

}  // namespace

bool has_sides(const std::string& command) {
  return command == "ab" || command == "aa";
}

bool tells_effects(const std::string& command) {
  return !has_sides(command) && command != "gate" && command != "nightly-confirm";
}

Result<RunReport> make_report(const Store& store, const std::string& id) {
  const auto run = find_run(store, id);
  if (!run) return tl::unexpected(run.error());
  const auto measured = measured_run(store, id);
  if (!measured) return tl::unexpected(measured.error());
  const auto* groups = &measured->groups;
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
    for (CellReport& cell : cells_of(group, measured->base_ns.has_value())) report.cells.push_back(std::move(cell));
  const Question question = question_of(*run, cells_in(*groups));
  if (tells_effects(run->kind))
    add_effects(report, *groups, question);
  else
    add_comparisons(report, *groups, *run, question);
  if (run->kind == "nightly") {
    auto nightly = nightly_report(store, *run);
    if (!nightly) return tl::unexpected(nightly.error());
    report.nightly = std::move(*nightly);
    report.notes = report.nightly->notes;
  }
  if (run->kind == "gate") {
    report.gate = judge_gate(report.comparisons, gate_question_of(*run));
    report.gate->anchor = run->study.value("anchor", Json::object());
    for (std::string& line : told_entries(*report.gate)) report.notes.push_back(std::move(line));
  }
  if (run->kind == "nightly-confirm")
    report.notes.push_back("the second stage of a night: effects are the change from the level of the nights before");
  add_notes(report, *run, *groups);
  note_failures(report, *groups);
  if (measured->own_ns) {
    const auto reference = reference_base(store, *run, *measured->own_ns);
    if (!reference) return tl::unexpected(reference.error());
    report.reference = *reference;
    for (const CellReport& cell : report.cells)
      report.reference->undisturbed_share = std::max(report.reference->undisturbed_share, cell.undisturbed.value_or(0));
  }
  add_circumstances(report, *groups, measured->mishaps);
  auto records = host_records(store, run->host, cares_of(report, question));
  if (!records) return tl::unexpected(records.error());
  report.host_records = std::move(*records);
  for (std::string& note : kernel_notes(report)) report.notes.push_back(std::move(note));
  return report;
}

}  // namespace assay

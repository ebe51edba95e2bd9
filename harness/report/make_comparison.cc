#include <assay_version.h>
#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "harness/core/near_names.h"
#include "harness/host/usable_cpus.h"
#include "harness/report/cells.h"
#include "harness/report/effects.h"
#include "harness/report/host_line.h"
#include "harness/report/outdated.h"
#include "harness/report/report.h"
#include "harness/report/subject.h"
#include "harness/stats/average.h"
#include "results/find_run.h"

namespace assay {
namespace {

/// The bouts of one workload on one host, whichever runs they are of: a value within a bout is good in any of them.
struct HostGroup {
  std::string host;
  std::set<std::string> runs;  ///< that measured some of it
  MeasuredGroup group;
};

std::string host_of(const RunRow& run) {
  return host_id_of(run.host);
}

bool matches(const MeasuredGroup& group, const std::string& pattern) {
  if (pattern.empty() || group.cells.empty()) return pattern.empty();
  const std::string& workload = group.cells.front().row.cell.workload;
  return fnmatch(pattern.c_str(), workload.c_str(), 0) == 0 || fnmatch(pattern.c_str(), group.name.c_str(), 0) == 0;
}

Result<std::vector<RunRow>> chosen_runs(const Store& store, const std::string& wanted) {
  if (!wanted.empty()) return find_run(store, wanted).map([](RunRow run) { return std::vector{std::move(run)}; });
  auto runs = store.runs();
  if (!runs) return runs;
  std::erase_if(*runs, [](const RunRow& run) { return run.kind == "aa"; });  // says nothing of a configuration
  std::ranges::reverse(*runs);  // the oldest first, so that the cells keep their order
  return runs;
}

/// All cells of a host, each once; the first run's baseline stays.
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

/// Of a side that failed in one run and was measured in a later one, the later word counts.
void merge_notes(std::map<std::string, Json>& notes, const std::map<std::string, Json>& of_run) {
  for (const auto& [group, note] : of_run) {
    const auto [known, is_new] = notes.emplace(group, note);
    const auto comparisons = note.find("comparisons");
    if (!is_new && comparisons != note.end() && comparisons->is_object())
      for (const auto& [cell, comparison] : comparisons->items()) known->second["comparisons"][cell] = comparison;
  }
}

/// A copy of each group for every thread that reads a run, with that run's own note: its clock holds for its bouts
/// alone.
std::vector<std::vector<HostGroup>> copies(const std::vector<HostGroup>& groups,
                                           const std::map<std::string, Json>& notes) {
  const auto parts = static_cast<std::size_t>(std::clamp(usable_cpus(), 1, 4));  // more wait for each other's memory
  std::vector<HostGroup> empty;
  for (const HostGroup& each : groups) {
    MeasuredGroup& copy = empty.emplace_back(HostGroup{each.host, {}, {}}).group;
    copy.name = each.group.name;
    if (const auto note = notes.find(each.group.name); note != notes.end()) copy.note = note->second;
    for (const MeasuredCell& cell : each.group.cells) {
      copy.cells.emplace_back().id = cell.id;
      copy.cells.back().row = cell.row;
    }
    for (const MeasuredPair& pair : each.group.pairs) copy.pairs.push_back({pair.from, pair.to, {}});
  }
  return {parts, empty};
}

Result<void> add_bouts(std::vector<HostGroup>& groups, const Store& store, const RunRow& run, const std::string& host,
                       const RunGroups& outdated) {
  const auto notes = store.group_notes(run.id);
  if (!notes) return tl::unexpected(notes.error());
  const bool by_cpu_time = std::ranges::any_of(*notes, [](const auto& each) {
    return each.second.value("clock", "") == "cpu" || each.second.value("mode", "") == name(Mode::SharedCpu);
  });
  auto parts = copies(groups, *notes);
  const auto done = store.scan_in_parts(
      run.id, by_cpu_time ? Detail::Estimates : Detail::Walls, parts.size(), [&](std::size_t part, StoredBout& bout) {
        if (outdated.contains({run.id, bout.group})) return;
        const auto found = std::ranges::find_if(
            parts[part], [&](const HostGroup& each) { return each.host == host && each.group.name == bout.group; });
        if (found != parts[part].end()) add_bout(found->group, bout.record, {{}, false});
      });
  for (const auto& part : parts)
    for (std::size_t group = 0; group < groups.size(); ++group) append(groups[group].group, part[group].group);
  return done;
}

Result<void> add_run(std::vector<HostGroup>& groups, const Store& store, const RunRow& run, const std::string& host,
                     const RunGroups& outdated) {
  const auto of = [&](const std::string& name) {
    return std::ranges::find_if(groups,
                                [&](const HostGroup& each) { return each.host == host && each.group.name == name; });
  };
  const auto cells = store.cells(run.id);
  if (!cells) return tl::unexpected(cells.error());
  const auto summaries = store.summaries(run.id);
  if (!summaries) return tl::unexpected(summaries.error());
  for (const CellSummary& summary : *summaries)
    for (const RunCell& cell : *cells)
      if (cell_id(cell.cell) == summary.cell)
        if (const auto found = of(cell.group); found != groups.end() && !outdated.contains({run.id, cell.group})) {
          add_summary(found->group, summary);
          if (!summary.seconds.empty()) found->runs.insert(run.id);
        }
  return add_bouts(groups, store, run, host, outdated);
}

Result<std::vector<HostGroup>> read_groups(const Store& store, const std::vector<RunRow>& runs,
                                           const CompareOptions& options, const RunGroups& outdated) {
  std::vector<std::string> hosts;
  for (const RunRow& run : runs)
    if (std::ranges::find(hosts, host_of(run)) == hosts.end()) hosts.push_back(host_of(run));
  std::vector<HostGroup> groups;
  for (const std::string& host : hosts) {
    std::vector<std::vector<RunCell>> cells;
    std::map<std::string, Json> notes;
    for (const RunRow& run : runs) {
      if (host_of(run) != host) continue;
      const auto of_run = store.cells(run.id);
      if (!of_run) return tl::unexpected(of_run.error());
      const auto of_notes = store.group_notes(run.id);
      if (!of_notes) return tl::unexpected(of_notes.error());
      cells.push_back(*of_run);
      merge_notes(notes, *of_notes);
    }
    for (MeasuredGroup& group : groups_of(merged(cells), notes))
      if (matches(group, options.workload)) groups.push_back({host, {}, std::move(group)});
  }
  for (const RunRow& run : runs)
    if (const auto done = add_run(groups, store, run, host_of(run), outdated); !done)
      return tl::unexpected(done.error());
  return groups;
}

std::optional<stats::Yuen> log_times(const MeasuredCell& cell, stats::Clock clock) {
  std::vector<double> values;
  for (const stats::Level& level : cell.levels)
    values.push_back(std::log(clock == stats::Clock::Cpu ? level.cpu_seconds : level.wall_seconds));
  return stats::yuen(values);
}

/// Where the sides never met in a bout: their absolute times, which drift is in, averaged over the settings of the
/// other factors. An interval, and no verdict.
void compare_apart(EffectReport& report, const HostGroup& at, const Step& step) {
  const auto has_times = [&](std::size_t cell) {
    return at.group.cells[cell].levels.size() >= 2 && !at.group.cells[cell].row.emulated && !at.group.failed(cell);
  };
  auto strata = step.strata;
  std::erase_if(strata, [&](const auto& sides) { return !has_times(sides.first) || !has_times(sides.second); });
  if (strata.empty()) return;
  stats::Average average;
  for (const auto& [from, to] : strata) {
    average.add(log_times(at.group.cells[to], at.group.clock()), 1.0 / static_cast<double>(strata.size()));
    average.add(log_times(at.group.cells[from], at.group.clock()), -1.0 / static_cast<double>(strata.size()));
  }
  const auto difference = average.result();
  const auto [low, high] = stats::interval(*difference, 0.95);
  report.effect = Estimate{stats::to_percent(difference->mean), stats::to_percent(low), stats::to_percent(high)};
  report.verdict.clear();
  report.noise = {};
  report.strata = static_cast<int>(strata.size());
  report.bouts = difference->n;
  report.evidence = at.runs.size() > 1 ? Evidence::AcrossRuns : Evidence::SameRun;
  report.why = "the two sides never met in a bout: drift of the machine is in this difference";
}

void add_effects(RunReport& report, const std::vector<HostGroup>& groups, const CompareOptions& options,
                 const std::string& host_shown) {
  const Question question;
  std::vector<StepEffect> all;
  for (const HostGroup& at : groups)
    for (const Step& step : steps_of(at.group.cells)) {
      if (!options.by.empty() && step.factor != options.by) continue;
      StepEffect effect = effect_of(at.group, step, question);
      if (effect.report.verdict == "failed") compare_apart(effect.report, at, step);
      if (host_shown.empty()) effect.report.host = at.host;
      all.push_back(std::move(effect));
    }
  report.scores = scores_of(all);
  for (StepEffect& each : all) report.effects.push_back(std::move(each.report));
}

Result<void> check_factor(const std::vector<HostGroup>& groups, const std::string& factor) {
  if (factor.empty()) return {};
  std::set<std::string> known;
  for (const HostGroup& at : groups)
    for (const MeasuredCell& cell : at.group.cells)
      for (const auto& [name, level] : cell.row.cell.configuration) known.insert(name);
  if (known.contains(factor)) return {};
  return fail("no stored cell has a factor \"" + factor + "\"", "--by",
              hint_for(factor, std::vector<std::string>(known.begin(), known.end())));
}

void add_notes(RunReport& report, const std::vector<RunRow>& runs) {
  report.notes.push_back(
      "from stored numbers, not live: measure again with assay ab before you act on a difference that matters");
  if (report.hosts.size() > 1)
    report.notes.push_back(fmt::format("{} hosts: cells are compared within a host only", report.hosts.size()));
  if (runs.size() > 1) report.notes.push_back(fmt::format("{} runs are taken together", runs.size()));
}

}  // namespace

Result<RunReport> make_comparison(const Store& store, const CompareOptions& options) {
  const auto runs = chosen_runs(store, options.run);
  if (!runs) return tl::unexpected(runs.error());
  const auto outdated = outdated_groups(store, *runs);
  if (!outdated) return tl::unexpected(outdated.error());
  const auto groups = read_groups(store, *runs, options, *outdated);
  if (!groups) return tl::unexpected(groups.error());
  if (const auto checked = check_factor(*groups, options.by); !checked) return tl::unexpected(checked.error());
  RunReport report;
  report.command = "compare";
  report.version = ASSAY_VERSION;
  report.live = false;
  report.run = runs->size() == 1 ? runs->front().id : "";
  report.title = "Stored results" + (options.by.empty() ? std::string() : " by " + options.by);
  std::set<std::string> hosts;
  for (const RunRow& run : *runs)
    if (hosts.insert(host_of(run)).second) report.hosts.push_back(host_line(run.host));
  const std::string only_host = hosts.size() == 1 ? *hosts.begin() : "";
  if (runs->size() > 0) report.host = hosts.size() == 1 ? runs->back().host : Json(nullptr);
  for (const HostGroup& at : *groups)
    for (CellReport& cell : cells_of(at.group, false)) {
      if (only_host.empty()) cell.host = at.host;
      report.cells.push_back(std::move(cell));
    }
  add_effects(report, *groups, options, only_host);
  add_notes(report, *runs);
  for (const auto& [run, group] : *outdated)
    report.notes.push_back(
        fmt::format("{} of run {} is left out: a name stood for something else then, or the environment "
                    "was another one; 'assay compare --run {}' shows it",
                    group, run, run));
  for (std::string& note : kernel_notes(report)) report.notes.push_back(std::move(note));
  return report;
}

}  // namespace assay

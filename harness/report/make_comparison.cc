#include <assay_version.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/core/near_names.h"
#include "harness/report/apart.h"
#include "harness/report/cells.h"
#include "harness/report/host_line.h"
#include "harness/report/own_findings.h"
#include "harness/report/report.h"
#include "harness/report/stored_groups.h"
#include "harness/report/subject.h"
#include "results/find_run.h"

namespace assay {
namespace {

using Groups = std::vector<StoredGroup>;

Result<std::vector<RunRow>> chosen_runs(const Store& store, const std::string& wanted) {
  if (!wanted.empty()) return find_run(store, wanted).map([](RunRow run) { return std::vector{std::move(run)}; });
  auto runs = store.runs();
  if (!runs) return runs;
  std::erase_if(*runs, [](const RunRow& run) { return run.kind == "aa"; });  // says nothing of a configuration
  std::ranges::reverse(*runs);  // the oldest first, so that the cells keep their order
  return runs;
}

bool is_elsewhere(const CompareOptions& options) {
  return options.by == kByRun || options.by == kByHost;
}

StepEffect stored_effect(const StoredGroup& at, const Step& step, const Question& question) {
  // What met is never averaged with what did not.
  const Strata met = met_in_one_run(at, step);
  Step together = step;
  if (!met.empty()) together.strata = met;
  StepEffect effect = effect_of(at.group, together, question);
  if (effect.report.verdict == "failed" || met.empty()) {
    compare_apart(effect.report, at, step);
    effect.series = {};
  }
  return effect;
}

/// Each factor from level to level, on one machine.
Result<void> add_steps(RunReport& report, const Groups& groups, const std::vector<RunRow>& runs,
                       const CompareOptions& options, OwnFindings& own) {
  std::vector<std::pair<const StoredGroup*, Step>> steps;
  for (const StoredGroup& at : groups)
    for (Step& step : steps_of(at.group.cells))
      if (options.by.empty() || step.factor == options.by) steps.emplace_back(&at, std::move(step));
  Question question;
  question.effects = std::max(1, static_cast<int>(steps.size()));
  std::vector<StepEffect> all;
  for (const auto& [at, step] : steps) {
    auto found = own.effect_of(*at, step);
    if (!found) return tl::unexpected(found.error());
    StepEffect effect = *found ? std::move(**found) : stored_effect(*at, step, question);
    if (report.hosts.size() != 1) effect.report.host = machine_label(at->host, runs);
    all.push_back(std::move(effect));
  }
  report.scores = scores_of(all);
  for (StepEffect& each : all) report.effects.push_back(std::move(each.report));
  return {};
}

/// The same cells in several runs, or on several hosts: each against the first one.
class ElsewhereEffects {
 public:
  ElsewhereEffects(const Groups& groups, const std::vector<RunRow>& runs, const std::string& by)
      : groups_(groups), runs_(runs), by_(by) {}

  std::vector<EffectReport> effects() const {
    std::vector<EffectReport> all;
    for (std::size_t to = 0; to < groups_.size(); ++to) {
      const auto from =
          std::ranges::find(groups_, groups_[to].group.name, [](const auto& at) { return at.group.name; });
      if (&*from != &groups_[to]) add(all, *from, groups_[to]);
    }
    return all;
  }

 private:
  void add(std::vector<EffectReport>& all, const StoredGroup& from, const StoredGroup& to) const {
    for (std::size_t cell = 0; cell < from.group.cells.size(); ++cell) {
      const auto there = std::ranges::find(to.group.cells, from.group.cells[cell].id, &MeasuredCell::id);
      if (there == to.group.cells.end()) continue;
      EffectReport effect = heading(from, to, cell);
      const auto cell_to = static_cast<std::size_t>(there - to.group.cells.begin());
      compare_elsewhere(effect, {from, to, cell, cell_to}, [&](const Cell& each) { return is_same(from, to, each); });
      if (effect.effect) all.push_back(std::move(effect));
    }
  }

  EffectReport heading(const StoredGroup& from, const StoredGroup& to, std::size_t cell) const {
    EffectReport effect;
    effect.factor = by_;
    effect.from = label(from);
    effect.to = label(to);
    effect.where = varied(from, to, from.group.cells[cell].row.cell.configuration);
    effect.group = from.group.name;
    effect.workload = from.group.cells[cell].row.cell.workload;
    effect.parameters = from.group.cells[cell].row.cell.parameters;
    effect.mode = to.group.mode.value_or(Mode::Turns);
    return effect;
  }

  /// The levels that tell the cell from the others of its group.
  static Configuration varied(const StoredGroup& from, const StoredGroup& to, Configuration levels) {
    std::erase_if(levels, [&](const auto& entry) {
      const auto has_it = [&](const MeasuredCell& each) {
        const auto found = each.row.cell.configuration.find(entry.first);
        return found != each.row.cell.configuration.end() && found->second == entry.second;
      };
      return std::ranges::all_of(from.group.cells, has_it) && std::ranges::all_of(to.group.cells, has_it);
    });
    return levels;
  }

  const RunRow& run_of(const StoredGroup& at) const {
    return *std::ranges::find_if(
        runs_, [&](const RunRow& run) { return at.run.empty() ? machine_of(run.host) == at.host : run.id == at.run; });
  }

  std::string label(const StoredGroup& at) const { return at.run.empty() ? machine_label(at.host, runs_) : at.run; }

  bool is_same(const StoredGroup& from, const StoredGroup& to, const Cell& cell) const {
    return subject_identity(run_of(from), cell) == subject_identity(run_of(to), cell);
  }

  const Groups& groups_;
  const std::vector<RunRow>& runs_;
  const std::string& by_;
};

Result<void> check_factor(const Groups& groups, const std::string& factor) {
  if (factor.empty() || factor == kByRun || factor == kByHost) return {};
  std::set<std::string> known = {kByRun, kByHost};
  for (const StoredGroup& at : groups)
    for (const MeasuredCell& cell : at.group.cells)
      for (const auto& [name, level] : cell.row.cell.configuration) known.insert(name);
  if (known.contains(factor)) return {};
  return fail("no stored cell has a factor \"" + factor + "\"", "--by",
              hint_for(factor, std::vector<std::string>(known.begin(), known.end())));
}

/// Between places there must be two.
Result<void> check_places(const std::vector<RunRow>& runs, const CompareOptions& options) {
  if (runs.empty() || !is_elsewhere(options)) return {};
  if (options.by == kByRun && runs.size() == 1)
    return fail("there is one run to compare, " + runs.front().id, "--by run",
                "measure the same at another time; 'assay list runs' shows what is stored");
  const auto is_here = [&](const RunRow& run) { return machine_of(run.host) == machine_of(runs.front().host); };
  if (options.by == kByHost && std::ranges::all_of(runs, is_here))
    return fail("every run that is chosen is of one host, " + host_line(runs.front().host), "--by host",
                "--by run compares what it measured at different times");
  return {};
}

/// Of several.
std::string machines_sentence(const std::vector<RunRow>& runs) {
  std::set<Machine> machines;
  std::set<HostKind> kinds;
  for (const RunRow& run : runs) {
    machines.insert(machine_of(run.host));
    kinds.insert(host_kind_of(run.host));
  }
  const std::string of = kinds.size() == 1 ? "one kind" : fmt::format("{} kinds", kinds.size());
  return fmt::format("{} machines of {}: cells are compared within a machine only (save with --by host)",
                     machines.size(), of);
}

void add_notes(RunReport& report, const std::vector<RunRow>& runs, const CompareOptions& options) {
  report.notes.push_back(
      "from stored numbers, not live: measure again with assay ab before you act on a difference that matters");
  if (report.hosts.size() > 1 && !is_elsewhere(options)) report.notes.push_back(machines_sentence(runs));
  if (runs.size() > report.hosts.size() && options.by != kByRun)
    report.notes.push_back(report.hosts.size() == 1
                               ? fmt::format("{} runs are taken together", runs.size())
                               : fmt::format("{} runs: those of a machine are taken together", runs.size()));
  if (std::string differences = differences_sentence(report.host_differences); !differences.empty())
    report.notes.push_back(std::move(differences));
}

RunReport heading(const std::vector<RunRow>& runs, const CompareOptions& options) {
  RunReport report;
  report.command = "compare";
  report.version = ASSAY_VERSION;
  report.live = false;
  report.run = runs.size() == 1 ? runs.front().id : "";
  report.title = "Stored results" + (options.by.empty() ? std::string() : " by " + options.by);
  std::set<Machine> hosts;
  for (const RunRow& run : runs)
    if (hosts.insert(machine_of(run.host)).second) report.hosts.push_back(host_line(run.host));
  if (!runs.empty()) report.host = hosts.size() == 1 ? runs.back().host : Json(nullptr);
  report.host_differences = host_differences(runs);
  return report;
}

Result<void> add_cells(RunReport& report, const Groups& groups, const std::vector<RunRow>& runs, OwnFindings& own) {
  for (const StoredGroup& at : groups) {
    std::vector<CellReport> cells = cells_of(at.group, false);
    if (const auto taken = own.take_against_baseline(at, cells); !taken) return taken;
    for (CellReport& cell : cells) {
      if (report.hosts.size() != 1) cell.host = machine_label(at.host, runs);
      cell.run = at.run;
      report.cells.push_back(std::move(cell));
    }
  }
  return {};
}

}  // namespace

Result<RunReport> make_comparison(const Store& store, const CompareOptions& options) {
  const auto runs = chosen_runs(store, options.run);
  if (!runs) return tl::unexpected(runs.error());
  // A run that stands for itself is not mixed with what a name means now.
  const auto outdated = options.by == kByRun ? Result<RunGroups>(RunGroups()) : outdated_groups(store, *runs);
  if (!outdated) return tl::unexpected(outdated.error());
  const auto groups = stored_groups(store, *runs, options, *outdated);
  if (!groups) return tl::unexpected(groups.error());
  if (const auto checked = check_factor(*groups, options.by); !checked) return tl::unexpected(checked.error());
  if (const auto checked = check_places(*runs, options); !checked) return tl::unexpected(checked.error());
  RunReport report = heading(*runs, options);
  OwnFindings own(store, *runs);
  if (const auto added = add_cells(report, *groups, *runs, own); !added) return tl::unexpected(added.error());
  if (is_elsewhere(options))
    report.effects = ElsewhereEffects(*groups, *runs, options.by).effects();
  else if (const auto added = add_steps(report, *groups, *runs, options, own); !added)
    return tl::unexpected(added.error());
  add_notes(report, *runs, options);
  for (const auto& [run, group] : *outdated)
    report.notes.push_back(
        fmt::format("{} of run {} is left out: a name stood for something else then, or the environment "
                    "was another one; 'assay compare --run {}' shows it",
                    group, run, run));
  for (std::string& note : kernel_notes(report)) report.notes.push_back(std::move(note));
  return report;
}

}  // namespace assay

#include <fmt/format.h>

#include <cmath>
#include <iostream>
#include <map>
#include <set>

#include "harness/cli/command.h"
#include "harness/cli/live_run.h"
#include "harness/cli/pace.h"
#include "harness/cli/study_options.h"
#include "harness/cli/version.h"
#include "harness/core/json.h"
#include "harness/core/levels.h"
#include "harness/core/units.h"
#include "harness/core/visible.h"

namespace assay {
namespace {

std::string about(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s", std::max(1.0, std::ceil(seconds)));
  if (seconds < 5400) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

/// The levels of every factor that has more than one within the group, in the order of its cells.
std::map<std::string, std::vector<std::string>> varied(const Group& group) {
  std::map<std::string, std::vector<std::string>> levels;
  for (const Cell& cell : group.cells) {
    for (const auto& [factor, level] : cell.configuration) {
      auto& known = levels[factor];
      if (std::ranges::find(known, level) == known.end()) known.push_back(level);
    }
  }
  return levels;
}

std::string join(const std::vector<std::string>& items, const char* separator) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : separator) + item;
  return text;
}

/// What is varied, then what is fixed; a level with a blank stands in quotes.
std::string describe(const Group& group) {
  std::vector<std::string> parts;
  std::vector<std::string> fixed;
  for (const auto& [factor, levels] : varied(group)) {
    const bool blank =
        std::ranges::any_of(levels, [](const std::string& l) { return l.find(' ') != std::string::npos; });
    const std::string quote = blank ? "\"" : "";
    const std::string text = factor + "=" + quote + join(levels, blank ? "\", \"" : ",") + quote;
    (levels.size() > 1 ? parts : fixed).push_back(text);
  }
  parts.insert(parts.end(), fixed.begin(), fixed.end());
  return join(parts, "  ");
}

void print_text(const Plan& plan) {
  std::cout << visible(plan.study.title) << "\n\n";
  std::size_t width = 0;
  for (const Group& group : plan.groups) width = std::max(width, group.id.size());
  for (const Group& group : plan.groups) {
    std::cout << fmt::format("  {:<{}}  {:>4} {}  {}\n", group.id, width, group.cells.size(),
                             group.cells.size() == 1 ? "cell " : "cells", describe(group));
  }
  const std::string limit = plan.needed_seconds > 1.2 * plan.estimated_seconds
                                ? fmt::format(", though all of it needs about {}", about(plan.needed_seconds))
                                : "";
  std::cout << fmt::format("\n{} in {}, about {} of measuring{}{}; seed {}\n", format_count(plan.cells(), "cell"),
                           format_count(plan.groups.size(), "group"), about(plan.estimated_seconds),
                           forecast_condition(plan), limit, plan.seed);
  for (const std::string& note : plan.notes) std::cout << "note: " << visible(note) << '\n';
  for (const SkippedCell& skipped : plan.skipped) {
    std::cout << fmt::format("skipped: {} {}: {}\n", workload_name(skipped.cell), to_string(skipped.cell.configuration),
                             skipped.reason);
  }
}

Json cell_json(const Cell& cell) {
  return {{"cell", cell_id(cell)}, {"configuration", levels_json(cell.configuration)}};
}

Json group_json(const Group& group) {
  Json cells = Json::array();
  for (const Cell& cell : group.cells) cells.push_back(cell_json(cell));
  Json json = {{"group", group.id},
               {"workload", group.workload->full_name()},
               {"parameters", levels_json(group.cells.front().parameters)},
               {"baseline", cell_id(group.cells[group.baseline])},
               {"cells", std::move(cells)}};
  if (group.floor_percent) json["floor_percent"] = *group.floor_percent;
  return json;
}

Json skipped_json(const SkippedCell& skipped) {
  return {{"cell", cell_id(skipped.cell)},
          {"workload", skipped.cell.workload},
          {"parameters", levels_json(skipped.cell.parameters)},
          {"configuration", levels_json(skipped.cell.configuration)},
          {"reason", skipped.reason}};
}

void print_json(const Plan& plan) {
  Json groups = Json::array();
  for (const Group& group : plan.groups) groups.push_back(group_json(group));
  Json skipped = Json::array();
  for (const SkippedCell& cell : plan.skipped) skipped.push_back(skipped_json(cell));
  Json first_pass = Json::array();
  for (const std::size_t index : pass_order(plan, 0)) first_pass.push_back(plan.groups[index].id);
  const Json json = {{"command", "plan"},
                     {"version", version_number()},
                     {"title", plan.study.title},
                     {"seed", plan.seed},
                     {"count", plan.cells()},
                     {"estimated_seconds", plan.estimated_seconds},
                     {"decision", decision_json(plan.study.decision)},
                     {"groups", std::move(groups)},
                     {"first_pass", std::move(first_pass)},
                     {"skipped", std::move(skipped)},
                     {"notes", plan.notes}};
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

class PlanCommand final : public Subcommand {
 public:
  std::string name() const override { return "plan"; }
  std::string about() const override {
    return "Shows what a study would measure, and for how long, without measuring anything.";
  }
  std::string example() const override {
    return "  assay plan suites/studies/first-look.toml\n"
           "  assay plan --workload 'linalg.gemm{n=64..1024*2}' --factor blas=openblas-pthread,blis-pthread --factor "
           "threads=1,all\n"
           "  assay plan --workload 'linalg.gemm{n=256}' --set blas=eigen --factor flags=-O2 --factor 'flags=-O3 "
           "-march=native'\n";
  }

  void add_options(CLI::App& app) override {
    options_ = {};
    skip_missing_ = false;
    add_study_options(app, options_);
    add_skip_missing(app, skip_missing_);
  }

  Exit run(const Common& common) override {
    auto plan = plan_for(options_, common, skip_missing_);
    if (!plan) return complain(plan.error());
    if (const auto store = Store::open(common.db, Store::Access::ReadOnly))  // a plan needs none
      if (const auto pace = host_pace(*store, own_host())) keep_pace(*plan, *pace);
    common.json ? print_json(*plan) : print_text(*plan);
    return Exit::Fine;
  }

 private:
  StudyOptions options_;
  bool skip_missing_ = false;
};

const CommandRegistration plan_registration(std::make_unique<PlanCommand>());

}  // namespace
}  // namespace assay

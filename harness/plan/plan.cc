#include "harness/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/plan/estimate.h"
#include "harness/plan/gate.h"
#include "harness/plan/reach.h"

namespace assay {
namespace {

std::string verb(const std::string& factor) {
  const Factor* known = find_factor(factor);
  return known != nullptr && known->plural() ? "do" : "does";
}

std::string listing(const std::set<std::string>& names) {
  constexpr std::size_t most = 3;
  std::string text;
  std::size_t listed = 0;
  for (const std::string& name : names) {
    if (listed++ < most) text += (text.empty() ? "" : ", ") + name;
  }
  if (names.size() > most) text += fmt::format(" and {} more", names.size() - most);
  return text;
}

/// What a group's configurations say of a factor of the study, over all groups.
struct Fate {
  bool reaches = false;
  std::set<std::string> passed_by;    ///< workloads that it does not reach at all
  std::optional<Blocked> blocked;     ///< for a factor that reaches nothing
  std::optional<Blocked> blocked_by;  ///< who blocks it in some cells …
  std::set<std::string> blocked_in;   ///< … of workloads that it does reach
};

class Planner {
 public:
  Planner(const Study& study, const Catalog& catalog, const HostView& host, const PlanOptions& options)
      : catalog_(catalog),
        options_(options),
        dimensions_(resolve_dimensions(study, host, options, errors_)),
        reach_(dimensions_, options_) {
    plan_.study = study;
    plan_.seed = options.seed;
    plan_.notes = dimensions_.notes;
  }

  Checked<Plan> plan(const Errors& of_study) {
    const std::vector<Catalog::Selected> selected = select();
    GatePlan gate(plan_.study, catalog_, errors_);
    add_errors(of_study);
    if (errors_.empty()) {
      for (const Catalog::Selected& one : selected) add_group(one);
    }
    if (errors_.empty()) gate.apply(plan_, dimensions_.ignore);
    if (errors_.empty()) judge_factors();
    if (errors_.empty()) check_rest();
    tell_recipe(plan_.study, errors_);
    if (!errors_.empty()) return tl::unexpected(errors_);
    plan_.needed_seconds = estimate_seconds(plan_);
    plan_.estimated_seconds =
        std::min(plan_.needed_seconds, plan_.study.decision.max_seconds.value_or(plan_.needed_seconds));
    return std::move(plan_);
  }

 private:
  /// Of one place one thing is told: a workload without a name need not be unknown, too.
  void add_errors(const Errors& of_study) {
    std::erase_if(errors_, [&](const Error& error) {
      return std::ranges::find(of_study, error.where, &Error::where) != of_study.end();
    });
    errors_.insert(errors_.begin(), of_study.begin(), of_study.end());
    sort_by_place(errors_);
  }

  std::vector<Catalog::Selected> select() {
    std::vector<Catalog::Selected> all;
    std::set<std::pair<const Workload*, Parameters>> seen;
    for (const Written& pattern : plan_.study.workloads) {
      auto selected = catalog_.select(pattern.value);
      if (!selected) {
        for (Error& error : selected.error()) errors_.push_back({error.what, pattern.place, error.hint});
        continue;
      }
      for (Catalog::Selected& one : *selected) {
        if (seen.emplace(one.workload, one.parameters).second) all.push_back(std::move(one));
      }
    }
    return all;
  }

  /// Why a workload cannot be measured at all, whatever its configuration.
  std::optional<std::string> unsupported(const Workload& workload) const {
    if (workload.unsupported) return workload.unsupported;
    if (workload.kind == "command" && dimensions_.find("command") == nullptr)
      return "no command is given (--command, or the factor command)";
    return std::nullopt;
  }

  void add_group(const Catalog::Selected& one) {
    const Workload& workload = *one.workload;
    Cell cell{workload.full_name(), one.parameters, {}};
    if (const auto reason = unsupported(workload)) {
      plan_.skipped.push_back({std::move(cell), *reason});
      return;
    }
    const Configurations& found = reach_.configurations(workload, errors_);
    record_fates(workload.full_name(), found);
    Group group{workload_name(cell), &workload, {}, 0};
    for (const Configurations::One& configuration : found.all) {
      cell.configuration = configuration.levels;
      if (configuration.missing.empty()) {
        group.cells.push_back(cell);
      } else {
        plan_.skipped.push_back({cell, configuration.missing});
      }
    }
    if (!group.cells.empty()) note_baseline(found, group);
    if (!group.cells.empty()) plan_.groups.push_back(std::move(group));
  }

  void note_baseline(const Configurations& found, const Group& group) {
    const auto asked = [&](const auto& entry) { return found.reached.contains(entry.first); };
    if (found.exact_baseline || std::ranges::none_of(dimensions_.baseline, asked)) return;
    if (plan_.study.decision.rule == Rule::Gate || plan_.study.nightly) {
      errors_.push_back(no_anchor(plan_.study, group));
      return;
    }
    plan_.notes.push_back(fmt::format("the baseline is not among the cells of {}: compared with {} instead", group.id,
                                      to_string(group.cells.front().configuration)));
  }

  void record_fates(const std::string& workload, const Configurations& found) {
    if (found.all.empty()) return;  // everything is excluded: that says nothing of reach
    for (const Dimension& dimension : dimensions_.all) {
      Fate& fate = fates_[dimension.name];
      const auto blocked = found.blocked.find(dimension.name);
      if (blocked != found.blocked.end() && !fate.blocked) fate.blocked = blocked->second;
      if (!found.reached.contains(dimension.name)) {
        fate.passed_by.insert(workload);
        continue;
      }
      fate.reaches = true;
      if (blocked == found.blocked.end()) continue;
      fate.blocked_in.insert(workload);
      if (!fate.blocked_by) fate.blocked_by = blocked->second;
    }
  }

  void judge_factors() {
    for (const Dimension& dimension : dimensions_.all) {
      const auto fate = fates_.find(dimension.name);
      if (fate == fates_.end()) continue;
      if (!fate->second.reaches) {
        errors_.push_back(reaches_nothing(dimension, fate->second));
      } else {
        note_fate(dimension.name, fate->second);
      }
    }
  }

  Error reaches_nothing(const Dimension& dimension, const Fate& fate) const {
    const std::string begin = fmt::format("{} {} not reach ", dimension.name, verb(dimension.name));
    if (fate.blocked)
      return {fmt::format("{}{}, {}", begin, fate.blocked->level, fate.blocked->reason), dimension.place, {}};
    return {begin + listing(fate.passed_by), dimension.place, who_is_reached(dimension.name)};
  }

  /// Where the factor would reach: workloads that name it, or levels that bring it.
  std::string who_is_reached(const std::string& name) const {
    std::set<std::string> workloads;
    for (const Workload& workload : catalog_.workloads()) {
      if (std::ranges::find(workload.factors, name) != workload.factors.end()) workloads.insert(workload.full_name());
    }
    if (!workloads.empty())
      return fmt::format("{} here: {}", verb(name) == "do" ? "they reach" : "it reaches", listing(workloads));
    std::set<std::string> levels;
    for (const auto& factor : factors()) {
      for (const std::string& level : factor->known()) {
        if (std::ranges::count(factor->brings(level), name) > 0) levels.insert(factor->name() + "=" + level);
      }
    }
    return levels.empty()
               ? "leave it out"
               : fmt::format("{} cells with {}", verb(name) == "do" ? "they reach" : "it reaches", listing(levels));
  }

  void note_fate(const std::string& name, const Fate& fate) {
    if (!fate.passed_by.empty()) {
      plan_.notes.push_back(
          fmt::format("{} {} not reach {}: dropped there", name, verb(name), listing(fate.passed_by)));
    }
    if (fate.blocked_by) {
      plan_.notes.push_back(fmt::format("{} {} not reach {} with {}={}, {}: dropped there", name, verb(name),
                                        listing(fate.blocked_in), fate.blocked_by->by, fate.blocked_by->level,
                                        fate.blocked_by->reason));
    }
  }

  void check_rest() {
    if (plan_.groups.empty()) {
      std::set<std::string> reasons;
      for (const SkippedCell& skipped : plan_.skipped) reasons.insert(skipped.reason);
      errors_.push_back({"nothing is left to measure", plan_.study.path,
                         reasons.empty() ? "the exclusions leave no cell" : "skipped: " + listing(reasons)});
      return;
    }
    const bool compares = plan_.study.decision.rule != Rule::Estimate;
    const bool pair = std::ranges::any_of(plan_.groups, [](const Group& group) { return group.cells.size() > 1; });
    if (compares && !pair) {
      errors_.push_back({"there is nothing to compare: every workload has one cell", plan_.study.path,
                         "vary a factor that reaches them"});
    }
  }

  const Catalog& catalog_;
  const PlanOptions options_;
  Errors errors_;
  Plan plan_;
  Dimensions dimensions_;
  Reach reach_;
  std::map<std::string, Fate> fates_;
};

}  // namespace

std::size_t Plan::cells() const {
  std::size_t count = 0;
  for (const Group& group : groups) count += group.cells.size();
  return count;
}

Checked<Plan> make_plan(const Study& study, const Catalog& catalog, const HostView& host, const PlanOptions& options,
                        const Errors& of_study) {
  return Planner(study, catalog, host, options).plan(of_study);
}

}  // namespace assay

#include "harness/plan/gate.h"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

constexpr double native_floor = 1;  // percent
constexpr double interpreter_floor = 0.5;

Catalog::Filter filter_for(const Written& pattern, const Catalog& catalog, Errors& errors) {
  auto filter = catalog.filter(pattern.value);
  if (filter) return *std::move(filter);
  for (Error& error : filter.error()) errors.push_back({error.what, pattern.place, error.hint});
  return [](const Catalog::Selected&) { return false; };
}

Catalog::Selected selected(const Group& group) {
  return {group.workload, group.cells.front().parameters};
}

void note_unmatched(Plan& plan, const Written& pattern, const char* what) {
  plan.notes.push_back(
      fmt::format("{} {} \"{}\" is about no workload of this study", pattern.place, what, pattern.value));
}

}  // namespace

GatePlan::GatePlan(const Study& study, const Catalog& catalog, Errors& errors) : study_(study) {
  for (const GateFloor& floor : study.gate.floors) floors_.push_back(filter_for(floor.pattern, catalog, errors));
  for (const GateIgnore& entry : study.gate.ignore)
    ignores_.push_back(entry.workload.value.empty() ? [](const Catalog::Selected&) { return false; }
                                                    : filter_for(entry.workload, catalog, errors));
}

double GatePlan::floor_of(const Catalog::Selected& one) const {
  for (std::size_t i = floors_.size(); i-- > 0;)
    if (floors_[i](one)) return study_.gate.floors[i].percent;
  if (study_.gate.floor_percent) return *study_.gate.floor_percent;
  return study_.decision.care_given ? study_.decision.care_percent : standard_floor(*one.workload);
}

void GatePlan::apply(Plan& plan, const std::vector<Dimensions::LevelsByFactor>& where) const {
  if (study_.decision.rule != Rule::Gate) return;
  for (Group& group : plan.groups) group.floor_percent = floor_of(selected(group));
  for (std::size_t i = 0; i < floors_.size(); ++i)
    if (std::ranges::none_of(plan.groups, [&](const Group& group) { return floors_[i](selected(group)); }))
      note_unmatched(plan, study_.gate.floors[i].pattern, "the floor of");
  for (std::size_t i = 0; i < ignores_.size(); ++i) {
    const GateIgnore& entry = study_.gate.ignore[i];
    PlannedIgnore planned{entry.workload.value, {}, where[i], entry.until, entry.reason};
    for (const Group& group : plan.groups)
      if (ignores_[i](selected(group))) planned.groups.push_back(group.id);
    if (planned.groups.empty()) note_unmatched(plan, entry.workload, "an ignore entry for");
    plan.ignores.push_back(std::move(planned));
  }
}

double standard_floor(const Workload& workload) {
  return workload.kind == "cpython" || workload.kind == "pyperformance" ? interpreter_floor : native_floor;
}

Error no_anchor(const Study& study, const Group& group) {
  const std::string made = study.gate.recipe.empty() ? "" : "; it is made by: " + study.gate.recipe;
  return {fmt::format("the anchor is not among the cells of {}, and nothing else may stand in for it", group.id),
          study.path.empty() ? (study.nightly ? "assay nightly" : "assay gate") : study.path,
          "an exclusion leaves it out, or it is not installed here" + made};
}

void tell_recipe(const Study& study, Errors& errors) {
  if (study.gate.recipe.empty()) return;
  for (const FactorLevels& f : study.factors) {
    const auto anchor = study.baseline.find(f.factor.value);
    if (anchor == study.baseline.end()) continue;
    const auto level = std::ranges::find(f.levels, anchor->second.value, &Written::value);
    if (level == f.levels.end()) continue;
    for (Error& error : errors)
      if (error.where == level->place)
        error.hint += (error.hint.empty() ? "" : "; ") + ("the anchor is made by: " + study.gate.recipe);
  }
}

}  // namespace assay

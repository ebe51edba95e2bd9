#include <assay_version.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "harness/cli/live_run.h"
#include "harness/cli/pace.h"
#include "harness/core/digest.h"
#include "harness/core/process.h"
#include "harness/factors/factor.h"
#include "harness/study/decision.h"
#include "harness/study/gate.h"

namespace assay {
namespace {

Json optional_number(const std::optional<double>& number) {
  return number ? Json(*number) : Json(nullptr);
}

/// The variables by which a shell steers loaders, allocators, BLAS, OpenMP and CPython, whoever starts a process.
Json steering_environment() {
  constexpr const char* families[] = {"LD_",  "OPENBLAS_", "GOTO_",  "BLIS_",  "OMP_",          "GOMP_",
                                      "KMP_", "MKL_",      "PYTHON", "MALLOC", "GLIBC_TUNABLES"};
  Json found = Json::object();
  for (const auto& [name, value] : own_environment())
    if (std::ranges::any_of(families, [&](const char* family) { return name.starts_with(family); }))
      found[name] = value;
  return found;
}

/// In a gate the care of a group is its floor, which is part of how it is decided.
Json decision_with_floors(const Plan& plan) {
  Json json = decision_json(plan.study.decision);
  for (const Group& group : plan.groups)
    if (group.floor_percent) json["floors"][group.id] = *group.floor_percent;
  for (const Group& group : plan.groups)
    for (const auto& [cell, suspicion] : group.suspicions) json["suspicions"][cell] = to_json(suspicion);
  return json;
}

Json gate_json(const Plan& plan) {
  Json ignore = Json::array();
  for (const PlannedIgnore& entry : plan.ignores)
    ignore.push_back({{"workload", entry.pattern},
                      {"groups", entry.groups},
                      {"where", entry.where},
                      {"until", entry.until},
                      {"reason", entry.reason}});
  const GateRules& rules = plan.study.gate;
  Json digests = Json::object();
  for (const FactorLevels& each : rules.digests) digests[each.factor.value] = each.levels.front().value;
  return {{"sided", name(rules.sided)},
          {"noisy", rules.noisy_passes ? "pass" : "refuse"},
          {"anchor", rules.any_anchor ? "any" : "same"},
          {"recipe", rules.recipe},
          {"digests", digests},
          {"ignore", ignore}};
}

}  // namespace

Json decision_json(const Decision& decision) {
  return {{"rule", name(decision.rule)},
          {"care_percent", decision.care_percent},
          {"width_percent", optional_number(decision.width_percent)},
          {"max_seconds", optional_number(decision.max_seconds)},
          {"bouts", decision.bouts ? Json(*decision.bouts) : Json(nullptr)},
          {"mode", decision.mode ? Json(name(*decision.mode)) : Json(nullptr)}};
}

Json subjects_of(const Plan& plan) {
  Json subjects = {{"environment", steering_environment()}};
  for (const Group& group : plan.groups)
    if (group.workload != nullptr && !group.workload->file.empty())
      subjects["workload"][group.workload->full_name()] = file_digest(group.workload->file).value_or("unreadable");
  for (const Group& group : plan.groups)
    for (const Cell& cell : group.cells)
      for (const auto& [name, level] : cell.configuration) {
        const Factor* factor = find_factor(name);
        if (factor == nullptr || (subjects.contains(name) && subjects[name].contains(level))) continue;
        if (Json facts = factor->subject(level); !facts.is_null()) subjects[name][level] = std::move(facts);
      }
  return subjects;
}

Json study_json(const Plan& plan, const std::vector<std::string>& command_line) {
  const Study& study = plan.study;
  Json workloads = Json::array();
  for (const Written& pattern : study.workloads) workloads.push_back(pattern.value);
  Json factors = Json::object();
  for (const FactorLevels& factor : study.factors)
    for (const Written& level : factor.levels) factors[factor.factor.value].push_back(level.value);
  Json set = Json::object();
  for (const FactorLevels& factor : study.set) set[factor.factor.value] = factor.levels.front().value;
  Json json = {{"command", command_line},
               {"title", study.title},
               {"file", study.path},
               {"workloads", workloads},
               {"factors", factors},
               {"set", set},
               {"assay", ASSAY_VERSION " " ASSAY_COMMIT},
               {"decision", decision_with_floors(plan)}};
  if (Json seconds = foretold(plan); !seconds.empty()) json[kForetold] = std::move(seconds);
  if (study.nightly)
    json["nightly"] = {{"floor_percent", study.decision.care_given ? Json(study.decision.care_percent) : Json()}};
  if (!study.confirms.empty()) json["confirms"] = study.confirms;
  if (study.decision.rule == Rule::Gate) json["gate"] = gate_json(plan);
  return json;
}

std::vector<std::string> own_command_line() {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  std::vector<std::string> words;
  for (std::size_t start = 0; start < all.size();) {
    const std::size_t end = std::min(all.find('\0', start), all.size());
    words.push_back(all.substr(start, end - start));
    start = end + 1;
  }
  if (!words.empty()) words.front() = "assay";
  return words;
}

}  // namespace assay

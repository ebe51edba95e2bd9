#include "harness/cli/pace.h"

#include <algorithm>
#include <map>
#include <vector>

#include "harness/core/order.h"
#include "harness/report/host_kind.h"

namespace assay {
namespace {

constexpr std::size_t kLatest = 9;  // one busy hour ago is no forecast for ever
constexpr double kLeast = 0.25;
constexpr double kMost = 8;

using PacesBySuite = std::map<std::string, std::vector<double>, std::less<>>;

bool is_command(const Group& group) {
  return group.workload != nullptr && group.workload->kind == "command";
}

std::string suite_of(const std::string& group) {
  return group.substr(0, group.find('.'));
}

bool counts(const RunRow& run, const Json& host) {
  const bool simulated = run.host.contains("load") && run.host.at("load").is_null();
  return !simulated && run.study.contains(kForetold) && machine_of(run.host) == machine_of(host);
}

void add(const Json& foretold, const std::map<std::string, double>& lived, PacesBySuite& paces) {
  for (const auto& [group, seconds] : lived) {
    const auto expected = foretold.find(group);
    if (expected != foretold.end() && expected->is_number() && expected->get<double>() > 0)
      paces[suite_of(group)].push_back(seconds / expected->get<double>());
  }
}

double within_reason(std::vector<double> paces) {
  return paces.empty() ? 1 : std::clamp(median_in_place(paces), kLeast, kMost);
}

Pace pace_by(const PacesBySuite& paces) {
  std::vector<double> all;
  for (const auto& [suite, of_suite] : paces) all.insert(all.end(), of_suite.begin(), of_suite.end());
  return [paces, otherwise = within_reason(all)](const Group& group) {
    if (is_command(group)) return 1.0;
    const auto known = paces.find(suite_of(group.id));
    return known == paces.end() ? otherwise : within_reason(known->second);
  };
}

}  // namespace

Result<Pace> host_pace(const Store& store, const Json& host) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  PacesBySuite paces;
  std::size_t used = 0;
  for (const RunRow& run : *runs) {  // the newest first
    if (used == kLatest) break;
    if (!counts(run, host)) continue;
    const auto lived = store.process_seconds(run.id);
    if (!lived) return tl::unexpected(lived.error());
    if (!lived->empty()) ++used;
    add(run.study.at(kForetold), *lived, paces);
  }
  return pace_by(paces);
}

void keep_pace(Plan& plan, const Pace& pace) {
  plan.needed_seconds = estimate_seconds(plan, pace);
  plan.estimated_seconds = std::min(plan.needed_seconds, plan.study.decision.max_seconds.value_or(plan.needed_seconds));
}

std::string forecast_condition(const Plan& plan) {
  return std::ranges::any_of(plan.groups, is_command) ? " where a command takes 0.1 s at most" : "";
}

Json foretold(const Plan& plan) {
  Json seconds = Json::object();
  for (const Group& group : plan.groups)
    if (group.workload != nullptr && !is_command(group)) seconds[group.id] = process_seconds(group);
  return seconds;
}

}  // namespace assay

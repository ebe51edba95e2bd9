#include "harness/plan/estimate.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "harness/core/turn_limits.h"

namespace assay {
namespace {

constexpr double turns = 60;             // 10 warm-up rounds and 50
constexpr double turn_seconds = 1.1e-3;  // a slice, two reference readings, the switch
constexpr double units = 6;              // one warm-up and five

constexpr double sides_differ = 1.5;  // a shared CPU is given up when the slowest side has its units

/// How much more than with the standard parameters there is to do.
double size_of(const Workload& workload, const Parameters& parameters) {
  double size = 1;
  for (const auto& [name, value] : parameters) {
    const auto spec = workload.parameters.find(name);
    if (spec == workload.parameters.end() || spec->second.growth == 0) continue;
    const double ratio = std::strtod(value.c_str(), nullptr) / std::strtod(spec->second.standard.c_str(), nullptr);
    if (std::isfinite(ratio) && ratio > 0) size *= std::pow(ratio, spec->second.growth);
  }
  return size;
}

/// Typical, until the workload says what one iteration takes.
double iteration_seconds(const Workload& workload, const Parameters& parameters) {
  if (workload.seconds > 0) return workload.seconds * size_of(workload, parameters);
  if (workload.kind == "pyperformance") return 0.05;
  return workload.kind == "command" ? 0.02 : 1e-4;
}

/// From exec to the first slice.
double start_seconds(const Workload& workload) {
  return workload.kind == "native" ? 0.01 : 0.1;
}

/// The seconds of a pair in STATISTICS' table "What it must reach", over the 0.14 s of one of its bouts; one more
/// calibrates.
double usual_bouts(const Decision& decision, const Group& group) {
  const double asked = decision.width_percent ? *decision.width_percent / 2 : decision.care_percent;
  const double care = group.floor_percent.value_or(asked);
  if (care >= 2) return 10;
  return care >= 1 ? 21 : 63;
}

/// In a suite some are confirmed.
double expected_bouts(const Plan& plan, const Group& group) {
  const Decision& decision = plan.study.decision;
  if (decision.bouts) return *decision.bouts + 1;
  const double confirmed = plan.groups.size() > 1 && decision.rule != Rule::Estimate ? 1.1 : 1;
  return confirmed * usual_bouts(decision, group);
}

}  // namespace

double process_seconds(const Group& group) {
  const double iteration = iteration_seconds(*group.workload, group.cells.front().parameters);
  const double measured = iteration <= kLongestTurnIteration ? turns * std::max(turn_seconds, iteration)
                                                             : units * std::max(kUnitSeconds, iteration) * sides_differ;
  return start_seconds(*group.workload) + measured;
}

double estimate_seconds(const Plan& plan, const Pace& pace) {
  double seconds = 0;
  for (const Group& group : plan.groups)
    seconds += process_seconds(group) * (pace ? pace(group) : 1) * static_cast<double>(group.cells.size()) *
               expected_bouts(plan, group);
  return seconds;
}

}  // namespace assay

#include "harness/plan/estimate.h"

#include <algorithm>

#include "harness/core/turn_limits.h"

namespace assay {
namespace {

constexpr double turns = 60;             // 10 warm-up rounds and 50
constexpr double turn_seconds = 1.1e-3;  // a slice, two reference readings, the switch
constexpr double units = 6;              // one warm-up and five

/// Typical, until the workload says what one iteration takes.
double iteration_seconds(const Workload& workload) {
  if (workload.seconds > 0) return workload.seconds;
  if (workload.kind == "pyperformance") return 0.05;
  return workload.kind == "command" ? 0.02 : 1e-4;
}

/// From exec to the first slice.
double start_seconds(const Workload& workload) {
  return workload.kind == "native" ? 0.01 : 0.05;
}

double process_seconds(const Workload& workload) {
  const double iteration = iteration_seconds(workload);
  const double measured = iteration <= kLongestTurnIteration ? turns * std::max(turn_seconds, iteration)
                                                             : units * std::max(kUnitSeconds, iteration);
  return start_seconds(workload) + measured;
}

/// The seconds of a pair in STATISTICS' table "What it must reach", over the 0.14 s of one of its bouts; one more
/// calibrates.
double expected_bouts(const Decision& decision) {
  if (decision.bouts) return *decision.bouts + 1;
  const double care = decision.width_percent ? *decision.width_percent / 2 : decision.care_percent;
  if (care >= 2) return 10;
  return care >= 1 ? 21 : 63;
}

}  // namespace

double estimate_seconds(const Plan& plan) {
  double seconds = 0;
  for (const Group& group : plan.groups) {
    seconds += process_seconds(*group.workload) * static_cast<double>(group.cells.size()) *
               expected_bouts(plan.study.decision);
  }
  return std::min(seconds, plan.study.decision.max_seconds.value_or(seconds));
}

}  // namespace assay

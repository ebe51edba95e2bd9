#include "harness/cli/run_clock.h"

#include <algorithm>
#include <chrono>

#include "runners/mock.h"
#include "runners/registration.h"

namespace assay {
namespace {

bool is_simulated(const Cell& cell) {
  const auto level = cell.configuration.find("runner");
  if (level == cell.configuration.end()) return false;
  const auto runner = find_runner(level->second);
  return runner && runner->kind->simulate;
}

bool is_simulated(const Plan& plan) {
  return std::ranges::all_of(plan.groups, [](const Group& group) {
    return std::ranges::all_of(group.cells, [](const Cell& cell) { return is_simulated(cell); });
  });
}

}  // namespace

double utc_now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

RunClock run_clock(const Plan& plan, const Store& store) {
  if (!is_simulated(plan)) return {};
  constexpr double apart_seconds = 60;
  double start = kMockEpoch;
  if (const auto runs = store.runs(); runs && !runs->empty())
    start = std::max(start, runs->front().started + apart_seconds);
  return {[start] { return start; }, true};
}

}  // namespace assay

#include "harness/cli/live_tools.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <thread>

#include "harness/factors/factor.h"
#include "harness/host/usable_cpus.h"
#include "runners/registration.h"

namespace assay {
namespace {

std::string runner_level(const Cell& cell) {
  const auto level = cell.configuration.find("runner");
  return level == cell.configuration.end() ? "local" : level->second;
}

/// A leader is one machine's: emulated members may meet native ones in a bout, and mark the whole of it.
std::string runner_level(const Group& group) {
  std::string chosen = runner_level(group.cells[group.baseline]);
  for (const Cell& cell : group.cells)
    if (is_emulated(cell)) chosen = runner_level(cell);
  return chosen;
}

Result<MemberSpec> compose_member(const Group& group, const Cell& cell, const Announce& announce) {
  if (const auto runner = find_runner(runner_level(cell)); runner && runner->kind->simulate)
    return runner->kind->simulate(cell);
  return compose(*group.workload, cell, announce);
}

}  // namespace

Result<Runners> Runners::make(const Plan& plan) {
  Runners made;
  for (const Group& group : plan.groups) {
    const std::string level = runner_level(group);
    if (made.runners_.contains(level)) continue;
    auto runner = make_runner(level);
    if (!runner) return tl::unexpected(runner.error());
    made.runners_.emplace(level, std::move(*runner));
  }
  return made;
}

Runner& Runners::of(const Group& group) {
  return *runners_.at(runner_level(group));
}

Tools live_tools(Runners& runners, const Interrupts& interrupts, Observer& observer, const RunClock& clock) {
  const Announce announce = [&observer, mutex = std::make_shared<std::mutex>()](const std::string& what) {
    const std::scoped_lock lock(*mutex);
    observer.prepares(what);
  };
  Tools tools{[announce](const Group& group, const Cell& cell) { return compose_member(group, cell, announce); },
              [&runners](const Group& group) -> Runner& { return runners.of(group); },
              allowed_cpus(),
              clock.now,
              &interrupts.interrupted(),
              &interrupts.stop()};
  tools.pause = [&interrupts](double seconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!interrupts.interrupted() && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
  };
  return tools;
}

}  // namespace assay

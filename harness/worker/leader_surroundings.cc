#include "harness/worker/leader_surroundings.h"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "harness/core/clock_step.h"
#include "harness/worker/leader_clock.h"

namespace assay {
namespace {

// Three clocks are read one after the other, and who reads them may lose the CPU in between: the closest of some
// readings counts.
constexpr int readings = 5;
constexpr double shortest_suspension = 0.1;  // seconds: no machine that sleeps is back sooner

/// `2-3,7` holds 3.
bool holds(const std::string& list, int cpu) {
  std::istringstream parts(list);
  for (std::string part; std::getline(parts, part, ',');) {
    int first = 0, last = 0;
    char dash = 0;
    std::istringstream range(part);
    if (!(range >> first)) continue;
    if (!(range >> dash >> last)) last = first;
    if (first <= cpu && cpu <= last) return true;
  }
  return false;
}

std::vector<int> own_affinity() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> cpus;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return cpus;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(cpu, &set)) cpus.push_back(cpu);
  return cpus;
}

}  // namespace

Surroundings look_around(const std::string& online) {
  Surroundings now;
  double closest = 0;
  for (int reading = 0; reading < readings; ++reading) {
    const double before = monotonic_seconds();
    const double boottime = seconds_of(CLOCK_BOOTTIME), utc = utc_seconds();
    const double after = monotonic_seconds();
    if (reading > 0 && after - before >= closest) continue;
    closest = after - before;
    now.monotonic = before;
    now.boottime = boottime;
    now.utc = utc;
  }
  now.affinity = own_affinity();
  std::ifstream(online) >> now.online;
  return now;
}

std::string disruption(const Surroundings& before, const Surroundings& now, const std::vector<int>& cpus) {
  const double asleep = (now.boottime - before.boottime) - (now.monotonic - before.monotonic);
  if (asleep > shortest_suspension)
    return fmt::format("the machine was suspended for {:.1f} s during the bout", asleep);
  const auto gone = [&](int cpu) { return !now.online.empty() && !holds(now.online, cpu); };
  if (const auto cpu = std::ranges::find_if(cpus, gone); cpu != cpus.end())
    return fmt::format("CPU {} was taken away during the bout: {} are online", *cpu, now.online);
  if (now.affinity != before.affinity) return "the CPUs that the bout may use were changed while it ran";
  return {};
}

std::string clock_step(const Surroundings& before, const Surroundings& now) {
  const double step = (now.utc - before.utc) - (now.boottime - before.boottime);
  if (step > kClockStep) return fmt::format("the time of day was set forward by {:.1f} s during the bout", step);
  if (step < -kClockStep) return fmt::format("the time of day was set back by {:.1f} s during the bout", -step);
  return {};
}

}  // namespace assay

#include "harness/host/noise.h"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <map>

namespace assay {
namespace {

// STATISTICS: what a reading says of the sibling hyper-thread.
constexpr double kUndisturbed = 1.01;
constexpr double kDisturbed = 1.15;
constexpr double kBasePercentile = 0.02;

bool pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (cpu < 0 || cpu >= CPU_SETSIZE) return false;
  CPU_SET(static_cast<std::size_t>(cpu), &set);
  return sched_setaffinity(0, sizeof set, &set) == 0;
}

std::vector<std::int64_t> readings_on(int cpu, double seconds, const std::function<std::int64_t()>& reading) {
  std::vector<std::int64_t> found;
  if (!pin(cpu)) return found;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  do {
    found.push_back(reading());
  } while (std::chrono::steady_clock::now() < end);
  return found;
}

}  // namespace

std::int64_t noise_base(std::vector<std::int64_t> readings) {
  if (readings.empty()) return 0;
  const auto at =
      readings.begin() + static_cast<std::ptrdiff_t>(kBasePercentile * static_cast<double>(readings.size() - 1));
  std::nth_element(readings.begin(), at, readings.end());
  return *at;
}

NoiseShares judge_noise(const std::vector<std::int64_t>& readings, std::int64_t base_ns) {
  NoiseShares shares{.base_ns = base_ns, .readings = readings.size()};
  if (readings.empty()) return shares;
  const auto base = static_cast<double>(base_ns);
  const auto share = [&](auto fits) {
    const auto count =
        std::count_if(readings.begin(), readings.end(), [&](std::int64_t ns) { return fits(static_cast<double>(ns)); });
    return static_cast<double>(count) / static_cast<double>(readings.size());
  };
  shares.undisturbed = share([&](double ns) { return ns <= base * kUndisturbed; });
  shares.disturbed = share([&](double ns) { return ns > base * kDisturbed; });
  return shares;
}

NoiseState look_at_noise(const std::vector<int>& cpus, double seconds, const std::function<std::int64_t()>& reading) {
  cpu_set_t before;
  const bool known = sched_getaffinity(0, sizeof before, &before) == 0;
  std::map<int, std::vector<std::int64_t>> by_cpu;
  std::vector<std::int64_t> all;
  for (const int cpu : cpus) {
    auto& readings = by_cpu[cpu] = readings_on(cpu, seconds / static_cast<double>(cpus.size()), reading);
    all.insert(all.end(), readings.begin(), readings.end());
  }
  if (known) sched_setaffinity(0, sizeof before, &before);
  const std::int64_t base = noise_base(all);
  NoiseState state{.all = judge_noise(all, base), .cpus = {}};
  for (const auto& [cpu, readings] : by_cpu) {
    if (!readings.empty()) state.cpus.push_back({cpu, judge_noise(readings, base)});
  }
  return state;
}

}  // namespace assay

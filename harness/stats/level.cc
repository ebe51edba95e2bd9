#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <vector>

#include "harness/stats/order.h"
#include "harness/stats/pair.h"
#include "harness/stats/reference.h"

namespace assay::stats {
namespace {

constexpr double kNanosecond = 1e-9;

/// Times per iteration in ns. `low` and `high` are the quartiles of `deciding`, which is reordered.
struct Times {
  std::vector<double> wall, cpu;

  void push(const Slice& slice) {
    const double per_iteration = 1.0 / static_cast<double>(slice.iterations);
    wall.push_back(static_cast<double>(slice.wall_ns) * per_iteration);
    cpu.push_back(static_cast<double>(slice.cpu_ns) * per_iteration);
  }
};

Level level_of(Times& times, bool shared_cpu) {
  Level result;
  result.shared_cpu = shared_cpu;
  result.slices = static_cast<int>(times.wall.size());
  result.wall_seconds = median_in_place(times.wall) * kNanosecond;
  result.cpu_seconds = median_in_place(times.cpu) * kNanosecond;
  auto& deciding = shared_cpu ? times.cpu : times.wall;
  result.low = quantile_in_place(deciding, 0.25) * kNanosecond;
  result.high = quantile_in_place(deciding, 0.75) * kNanosecond;
  return result;
}

/// How many order statistics to leave out at each end: the greatest k with P(Bin(n, 1/2) < k) <= 2.5 %, at least 0.
std::size_t left_out(std::size_t n) {
  const boost::math::binomial coin(static_cast<double>(n), 0.5);
  std::size_t k = 0;
  while (boost::math::cdf(coin, static_cast<double>(k)) <= 0.025) ++k;
  return k > 0 ? k - 1 : 0;
}

}  // namespace

std::optional<Level> level(const BoutRecord& bout, std::size_t member, std::optional<double> reference_base_ns) {
  if (member >= bout.processes.size() || bout.processes[member].outcome != Outcome::Measured) return std::nullopt;
  const bool shared_cpu = bout.mode == Mode::SharedCpu;
  const auto& slices = bout.processes[member].slices;
  Times all, undisturbed;
  all.wall.reserve(slices.size());
  all.cpu.reserve(slices.size());
  for (const Slice& slice : slices) {
    if (slice.phase != Phase::Steady || !slice.kept || slice.iterations <= 0 || slice.wall_ns <= 0) continue;
    all.push(slice);
    if (!reference_base_ns) continue;
    if (neighbour(slice, *reference_base_ns, bout.steal_seconds > 0, shared_cpu) == Neighbour::Undisturbed)
      undisturbed.push(slice);
  }
  if (all.wall.empty()) return std::nullopt;
  const double share = static_cast<double>(undisturbed.wall.size()) / static_cast<double>(all.wall.size());
  const bool enough = undisturbed.wall.size() >= static_cast<std::size_t>(kUndisturbedRounds);
  Level result = level_of(enough ? undisturbed : all, shared_cpu);
  result.undisturbed = enough;
  result.undisturbed_share = share;
  return result;
}

std::optional<LevelSummary> summarise(std::span<const Level> levels, Clock clock) {
  if (levels.empty()) return std::nullopt;
  LevelSummary summary;
  std::vector<double> wall, cpu;
  for (const Level& one : levels) {
    wall.push_back(one.wall_seconds);
    cpu.push_back(one.cpu_seconds);
    summary.undisturbed_share += one.undisturbed_share / static_cast<double>(levels.size());
    summary.slices += one.slices;
  }
  summary.processes = static_cast<int>(levels.size());
  summary.wall_seconds = median_in_place(wall);
  summary.cpu_seconds = median_in_place(cpu);
  auto& deciding = clock == Clock::Cpu ? cpu : wall;
  std::sort(deciding.begin(), deciding.end());
  const std::size_t out = left_out(deciding.size());
  summary.median_seconds = clock == Clock::Cpu ? summary.cpu_seconds : summary.wall_seconds;
  summary.low_seconds = deciding[out];
  summary.high_seconds = deciding[deciding.size() - 1 - out];
  return summary;
}

}  // namespace assay::stats

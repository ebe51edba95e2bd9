#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <vector>

#include "harness/core/order.h"
#include "harness/stats/pair.h"
#include "harness/stats/reference.h"

namespace assay::stats {
namespace {

constexpr double kNanosecond = 1e-9;

bool is_undisturbed(const Slice& slice, const BoutRecord& bout, const PairOptions& options) {
  if (!options.reference_base_ns) return false;
  const bool shared_cpu = bout.mode == Mode::SharedCpu;
  return neighbour(slice, *options.reference_base_ns, bout.steal_seconds > 0, shared_cpu) == Neighbour::Undisturbed;
}

Clock clock_of(Mode mode, Clock of_adjacent) {
  if (mode == Mode::SharedCpu) return Clock::Cpu;
  return mode == Mode::Adjacent ? of_adjacent : Clock::Wall;
}

/// How many order statistics to leave out at each end: the greatest k with P(Bin(n, 1/2) < k) <= 2.5 %, at least 0.
std::size_t left_out(std::size_t n) {
  const boost::math::binomial coin(static_cast<double>(n), 0.5);
  std::size_t k = 0;
  while (boost::math::cdf(coin, static_cast<double>(k)) <= 0.025) ++k;
  return k > 0 ? k - 1 : 0;
}

}  // namespace

std::optional<Level> level(const BoutRecord& bout, std::size_t member, const PairOptions& options) {
  if (member >= bout.processes.size() || bout.processes[member].outcome != Outcome::Measured) return std::nullopt;
  std::vector<double> wall, cpu;  // ns per iteration
  int undisturbed = 0;
  for (const Slice& slice : bout.processes[member].slices) {
    if (!counts(slice)) continue;
    const double per_iteration = 1.0 / static_cast<double>(slice.iterations);
    wall.push_back(static_cast<double>(slice.wall_ns) * per_iteration);
    cpu.push_back(static_cast<double>(slice.cpu_ns) * per_iteration);
    if (is_undisturbed(slice, bout, options)) ++undisturbed;
  }
  if (wall.empty()) return std::nullopt;
  Level result;
  result.wall_seconds = kNanosecond * median_in_place(wall);
  result.cpu_seconds = kNanosecond * median_in_place(cpu);
  result.clock = clock_of(bout.mode, options.clock);
  result.slices = static_cast<int>(wall.size());
  result.undisturbed_share = static_cast<double>(undisturbed) / static_cast<double>(wall.size());
  return result;
}

std::optional<LevelSummary> summarise(std::span<const Level> levels) {
  LevelSummary summary;
  const bool wall = std::ranges::count(levels, Clock::Wall, &Level::clock) > 0;
  summary.clock = wall ? Clock::Wall : Clock::Cpu;
  std::vector<double> seconds;
  for (const Level& one : levels) {
    if (one.clock != summary.clock) continue;
    seconds.push_back(one.seconds());
    summary.undisturbed_share += one.undisturbed_share;
    summary.slices += one.slices;
  }
  if (seconds.empty()) return std::nullopt;
  summary.processes = static_cast<int>(seconds.size());
  summary.undisturbed_share /= static_cast<double>(seconds.size());
  std::ranges::sort(seconds);
  const std::size_t out = left_out(seconds.size());
  summary.low_seconds = seconds[out];
  summary.high_seconds = seconds[seconds.size() - 1 - out];
  summary.median_seconds = median_in_place(seconds);
  return summary;
}

}  // namespace assay::stats

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <vector>

#include "harness/stats/order.h"
#include "harness/stats/pair.h"
#include "harness/stats/reference.h"

namespace assay::stats {
namespace {

constexpr double kNanosecond = 1e-9;

/// Which slices of a process count, and which of those are undisturbed.
class Selection {
 public:
  Selection(const BoutRecord& bout, const ProcessRecord& process, std::optional<double> base_ns)
      : bout_(bout), base_ns_(base_ns) {
    for (const Slice& slice : process.slices) {
      if (!counts(slice)) continue;
      ++all_;
      if (undisturbed(slice)) ++undisturbed_;
    }
  }

  bool empty() const { return all_ == 0; }
  bool enough() const { return undisturbed_ >= kUndisturbedRounds; }
  double share() const { return static_cast<double>(undisturbed_) / static_cast<double>(all_); }
  std::size_t size() const { return static_cast<std::size_t>(enough() ? undisturbed_ : all_); }
  bool contains(const Slice& slice) const { return counts(slice) && (!enough() || undisturbed(slice)); }

 private:
  bool undisturbed(const Slice& slice) const {
    if (!base_ns_) return false;
    const bool shared_cpu = bout_.mode == Mode::SharedCpu;
    return neighbour(slice, *base_ns_, bout_.steal_seconds > 0, shared_cpu) == Neighbour::Undisturbed;
  }

  const BoutRecord& bout_;
  std::optional<double> base_ns_;
  int all_ = 0;
  int undisturbed_ = 0;
};

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
  const ProcessRecord& process = bout.processes[member];
  const Selection selection(bout, process, reference_base_ns);
  if (selection.empty()) return std::nullopt;
  std::vector<double> wall, cpu;  // ns per iteration
  wall.reserve(selection.size());
  cpu.reserve(selection.size());
  for (const Slice& slice : process.slices) {
    if (!selection.contains(slice)) continue;
    const double per_iteration = 1.0 / static_cast<double>(slice.iterations);
    wall.push_back(static_cast<double>(slice.wall_ns) * per_iteration);
    cpu.push_back(static_cast<double>(slice.cpu_ns) * per_iteration);
  }
  Level result;
  result.shared_cpu = bout.mode == Mode::SharedCpu;
  const Quartiles spread = quartiles_in_place(result.shared_cpu ? cpu : wall);
  result.wall_seconds = kNanosecond * (result.shared_cpu ? median_in_place(wall) : spread.median);
  result.cpu_seconds = kNanosecond * (result.shared_cpu ? spread.median : median_in_place(cpu));
  result.low = kNanosecond * spread.low;
  result.high = kNanosecond * spread.high;
  result.slices = static_cast<int>(wall.size());
  result.undisturbed = selection.enough();
  result.undisturbed_share = selection.share();
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

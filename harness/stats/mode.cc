#include "harness/stats/mode.h"

#include <fmt/format.h>

#include <algorithm>

namespace assay::stats {
namespace {

std::string duration(double seconds) {
  if (seconds < 1e-6) return fmt::format("{:.3g} ns", seconds * 1e9);
  if (seconds < 1e-3) return fmt::format("{:.3g} \u00b5s", seconds * 1e6);
  if (seconds < 1) return fmt::format("{:.3g} ms", seconds * 1e3);
  return fmt::format("{:.3g} s", seconds);
}

double cpu_share(const ProcessRecord& process) {
  std::int64_t wall = 0, busy = 0;
  for (const Slice& slice : process.slices) {
    wall += slice.wall_ns;
    busy += slice.cpu_ns + slice.run_delay_ns;
  }
  return wall > 0 ? static_cast<double>(busy) / static_cast<double>(wall) : 1;
}

bool single(const ModeFacts& facts) {
  return facts.threads <= 1 && !facts.threads_or_children && !several_at_once(facts);
}

/// Nothing where a turn costs no more than is tolerated.
std::string turn_cost(const ModeFacts& facts) {
  if (facts.turn_excess <= kToleratedTurnExcess) return {};
  return fmt::format("; the slice of a turn that counts, of {}, takes {:.1f} % more than later ones would",
                     facts.turn_slices, 100 * facts.turn_excess);
}

ModeChoice adjacent(const ModeFacts& facts, const std::string& why) {
  const bool cpu = single(facts) && facts.cpu_share >= kCpuBound;
  return {Mode::Adjacent, cpu ? Clock::Cpu : Clock::Wall, why};
}

}  // namespace

ModeFacts mode_facts(const BoutRecord& calibration, int threads) {
  ModeFacts facts;
  facts.threads = threads;
  const Calibration found = calibration.calibration.value_or(Calibration{});
  for (std::size_t side = 0; side < calibration.processes.size(); ++side) {
    const double seen = side < found.runnable.size() ? found.runnable[side] : 0;
    facts.cpu_share = std::min(facts.cpu_share, std::max(seen, cpu_share(calibration.processes[side])));
  }
  for (const double share : found.at_once) facts.at_once = std::max(facts.at_once, share);
  facts.threads_or_children = found.threads_or_children;
  for (const double seconds : found.iteration_seconds)
    facts.iteration_seconds = std::max(facts.iteration_seconds, seconds);
  for (const double excess : found.turn_excess) facts.turn_excess = std::max(facts.turn_excess, excess);
  return facts;
}

ModeChoice choose_mode(const ModeFacts& facts) {
  const std::string length =
      fmt::format("{} of {}", facts.whole_command ? "commands" : "iterations", duration(facts.iteration_seconds));
  const bool fits_a_turn = facts.iteration_seconds <= kLongestTurnIteration;
  if (fits_a_turn && facts.turn_excess > kLargestTurnExcess)
    return adjacent(facts,
                    fmt::format("{}, but the sides push each other out of a cache: the first slice of a turn takes "
                                "{:.0f} % more",
                                length, 100 * facts.turn_excess));
  if (fits_a_turn && !facts.whole_command) return {Mode::Turns, Clock::Wall, length + turn_cost(facts)};
  if (several_at_once(facts))
    return adjacent(facts, fmt::format("{} that run several threads or processes at once for {:.0f} % of the time, on "
                                       "all CPUs",
                                       length, 100 * facts.at_once));
  if (!single(facts)) return adjacent(facts, fmt::format("{} with several threads or children", length));
  const std::string place = facts.whole_command ? ", on one CPU" : "";
  if (facts.cpu_share < kCpuBound)
    return adjacent(facts,
                    fmt::format("{} that wait for {:.0f} % of the time{}", length, 100 * (1 - facts.cpu_share), place));
  if (fits_a_turn) return adjacent(facts, fmt::format("{}, short enough to alternate whole{}", length, place));
  const std::string one =
      facts.whole_command ? "one thread at a time, bound by the CPU" : "one thread bound by the CPU";
  return {Mode::SharedCpu, Clock::Cpu, fmt::format("{}, {}", length, one)};
}

ModeChoice asked_mode(const ModeFacts& facts, Mode mode) {
  ModeChoice choice = adjacent(facts, "as asked for");
  choice.mode = mode;
  if (mode == Mode::Turns) choice.clock = Clock::Wall;
  if (mode == Mode::Turns) choice.why += turn_cost(facts);
  if (mode == Mode::SharedCpu) choice.clock = Clock::Cpu;
  return choice;
}

}  // namespace assay::stats

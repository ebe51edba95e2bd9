#pragma once

#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "harness/replay/recording.h"

namespace assay::replay::testing {

inline constexpr std::int64_t kIdle = 4000;  // ns: readings of the reference kernel
inline constexpr std::int64_t kBusy = 5200;

inline ProcessRecord member(std::int64_t wall_ns, int rounds, std::int64_t reference_ns) {
  ProcessRecord record;
  record.outcome = Outcome::Measured;
  for (int round = 0; round < rounds; ++round) {
    Slice slice;
    slice.round = round;
    slice.iterations = 1;
    slice.wall_ns = slice.cpu_ns = wall_ns;
    slice.reference_before_ns = slice.reference_after_ns = reference_ns;
    record.slices.push_back(slice);
  }
  return record;
}

/// In turns, b against a by that log ratio in every round; one bout a second, of 0.2 s.
inline Block block(std::span<const double> log_ratios, std::int64_t reference_ns = 0, int rounds = 30) {
  Block block;
  block.file = "some.jsonl";
  block.workload = "sort";
  block.load = "quiet";
  block.true_ratio = 1;
  for (const double ratio : log_ratios) {
    BoutRecord bout;
    bout.mode = Mode::Turns;
    bout.started = static_cast<double>(block.bouts.size());
    bout.seconds = 0.2;
    const auto b_ns = static_cast<std::int64_t>(std::llround(1e9 * std::exp(ratio)));
    bout.processes = {member(1'000'000'000, rounds, reference_ns), member(b_ns, rounds, reference_ns)};
    block.bouts.push_back(std::move(bout));
  }
  return block;
}

}  // namespace assay::replay::testing

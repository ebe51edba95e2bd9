#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/core/bout.h"

namespace assay::stats::testing {

inline constexpr double kBase = 4000;  // ns: of the reference kernel in these tests
inline constexpr std::int64_t kIdle = 4010;
inline constexpr std::int64_t kBetween = 4200;
inline constexpr std::int64_t kBusy = 5200;

/// A steady slice of 100 iterations that ran all of its wall time, with both references alike.
inline Slice slice(int round, std::int64_t wall_ns, std::int64_t reference_ns = kIdle) {
  Slice result;
  result.round = round;
  result.iterations = 100;
  result.wall_ns = wall_ns;
  result.cpu_ns = wall_ns;
  result.reference_before_ns = reference_ns;
  result.reference_after_ns = reference_ns;
  return result;
}

inline ProcessRecord process(const std::string& cell, const std::vector<std::int64_t>& wall_ns,
                             std::int64_t reference_ns = kIdle) {
  ProcessRecord record;
  record.cell = cell;
  record.outcome = Outcome::Measured;
  for (std::size_t i = 0; i < wall_ns.size(); ++i)
    record.slices.push_back(slice(static_cast<int>(i), wall_ns[i], reference_ns));
  return record;
}

inline BoutRecord bout(Mode mode, std::vector<ProcessRecord> processes) {
  BoutRecord record;
  record.mode = mode;
  record.processes = std::move(processes);
  return record;
}

}  // namespace assay::stats::testing

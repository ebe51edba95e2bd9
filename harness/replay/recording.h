#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/bout.h"
#include "harness/core/error.h"

namespace assay::replay {

/// Bouts of the same two subjects in the order of time, as a session would have recorded them: member 0 is a, 1 is b.
struct Block {
  std::string file;
  std::string workload;
  int number = 0;
  std::string load;  ///< `quiet`, `loaded`; empty where the file does not tell
  Mode mode = Mode::Turns;
  std::string a, b;
  std::optional<double> true_ratio;  ///< of b's time to a's; 1: equals
  std::vector<BoutRecord> bouts;

  bool of_equals() const { return true_ratio && *true_ratio == 1; }
  std::string label() const;  ///< `nbody 1 loaded`, `json 1.0625`
};

/// Processes of one workload that ran one after the other.
struct Process {
  double started = 0;
  double seconds = 0;  ///< from its start to its end; of its slices where the file does not tell
  std::vector<double> wall_ns, cpu_ns;
};

struct ProcessBlock {
  std::string file;
  std::string workload;
  int number = 0;
  std::vector<Process> processes;
};

struct Recordings {
  std::vector<Block> blocks;
  std::vector<ProcessBlock> process_blocks;
};

/// Adds what a file holds: JSON lines, each a pair (`a_wall_ns`, `b_wall_ns`) or a process (`wall_ns`, `cpu_ns`); see
/// docs/statistics.md for the keys. Pairs are told apart by workload, block, mode, subjects and ratio.
Result<void> read(const std::filesystem::path& file, Recordings& recordings);

}  // namespace assay::replay

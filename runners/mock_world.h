#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/bout.h"
#include "harness/core/cell.h"
#include "harness/core/error.h"

namespace assay {

/// A failure that a simulated cell has in some bouts of its group.
struct MockFailure {
  std::vector<int> attempts;  ///< bouts of the group, from 0; empty: every one
  Outcome outcome = Outcome::Crashed;
  std::string detail;
};

/// How the processes of some cells behave. Effects are natural logarithms of times, as fractions: 0.01 is about 1 %.
struct MockCell {
  std::map<std::string, std::string> match;  ///< `workload`, a parameter or a factor -> shell glob
  double seconds = 1e-4;                     ///< per iteration, with nothing in the way
  double noise = 0.01;                       ///< standard deviation from slice to slice
  double process_noise = 0.004;              ///< standard deviation from process to process
  double drift = 0;                          ///< from one bout to the next
  double turn_excess = 0;                    ///< of the first slice of a turn
  int threads = 1;
  std::vector<MockFailure> failures;
};

/// A busy neighbour on the core, in episodes that the reference readings show.
struct MockNeighbour {
  double share = 0;        ///< of the rounds, in the mean
  double rounds = 20;      ///< mean length of an episode
  double slowdown = 0.2;   ///< of every cell
  double reference = 1.5;  ///< factor on the reference kernel's reading
};

/// The machine becomes another one in the middle: what is true of it from a bout of each group on.
struct MockTurn {
  int bout = 0;
  double process_noise = 0;  ///< added to every cell's
  double share = 0;          ///< of the neighbour
};

/// A simulated machine with simulated workloads, read from a TOML file.
struct MockWorld {
  std::string file;
  double reference_ns = 4000;
  std::vector<MockCell> cells;
  MockNeighbour neighbour;
  std::optional<MockTurn> turn;

  /// The first entry whose patterns all match, or null.
  const MockCell* find(const Cell& cell) const;
};

/// The first mistake is the error, with its place.
Result<MockWorld> parse_mock_world(const std::string& text, const std::string& file);
Result<MockWorld> read_mock_world(const std::filesystem::path& file);

}  // namespace assay

#pragma once

#include <span>
#include <string>
#include <vector>

#include "harness/replay/rates.h"
#include "harness/replay/recording.h"

namespace assay::replay {

/* How others decide, for comparison on the same processes: n processes of A, then n of B, one after the other. */

/// Two-sided p of Student's t test with the pooled variance, on n + m - 2 degrees of freedom (pyperf's
/// `is_significant`).
double student_p(std::span<const double> a, std::span<const double> b);
/// Two-sided p of Welch's t test (Welch 1947, Biometrika 34:28), as in hyperfine's scripts/welch_ttest.py.
double welch_p(std::span<const double> a, std::span<const double> b);
/// Two-sided p of the Mann-Whitney U test: normal, corrected for ties and continuity (SciPy's "asymptotic", which
/// Google Benchmark's compare.py gets for nine repetitions).
double mann_whitney_p(std::vector<double> a, std::vector<double> b);

/// One tool's rule on the wall times of whole processes. All call p < 0.05 significant.
struct Peer {
  std::string name;
  std::string rule;           ///< for a person
  std::size_t processes = 1;  ///< of each side
  /// What the tool would have taken from a process's slices.
  std::vector<double> (*values)(std::span<const double> wall_ns);
  double (*p)(std::span<const double> a, std::span<const double> b);
};
std::span<const Peer> peers();

/// Everything a process did, and how long it took.
using Line = std::vector<Process>;

/// False positives, power and seconds of a peer's rule on processes that ran one after the other. Found is what is
/// significant and has the right sign.
void replay_peer(const Peer& peer, const Line& line, std::span<const double> effects, int times, Random& random,
                 ByEffect& found);

}  // namespace assay::replay

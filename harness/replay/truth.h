#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/replay/comparison.h"
#include "harness/stats/yuen.h"

namespace assay::replay {

/// A mean over bouts with its 95 % interval, in percent or points.
struct Mean {
  double value = 0;
  double low = 0;
  double high = 0;
  int bouts = 0;
};

/// Intervals against what is true.
struct Coverage {
  int intervals = 0;
  int covered = 0;
  std::vector<double> half_widths;  ///< points

  void add(const stats::Effect& effect, double truth_percent);
  void add(const Coverage& other);
  double share() const;
  double median_half_width() const;
};

/// Two subjects over all of their bouts, beside what is known of them.
struct Truth {
  std::string file, label;
  Mode mode = Mode::Turns;
  std::optional<double> known_percent;  ///< else the long-run mean on the rounds that decide stands for the truth
  stats::Basis basis = stats::Basis::All;
  std::optional<Mean> all, undisturbed, disturbed;
  std::optional<Mean> difference;  ///< disturbed minus undisturbed within a bout, points
  bool differ = false;             ///< by the rule (neighbour_difference)
  Coverage fixed;                  ///< intervals over 18, 25 and 34 bouts in a row
  Coverage stopped;                ///< intervals as they are printed when the comparison ends
};

/// Runs of bouts begin at every third. `care_percent` is that of the comparisons.
Truth truth_of(const Block& block, double care_percent);

}  // namespace assay::replay

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "harness/stats/bend.h"
#include "harness/stats/nights.h"

namespace assay::stats {

/// The least change that is reported, in percent: where the build and the anchor took turns, and otherwise.
inline constexpr double kFloorInTurns = 0.7;
inline constexpr double kFloorOtherwise = 1;

/// The first and the last.
struct Nights {
  int from = 0;
  int to = 0;
};

/// A change of level within a strand. Sizes are logarithms (to_percent).
struct Change {
  enum class Course { Step, Drift };
  Course course = Course::Step;
  int after = 0;  ///< the last night at the old level
  int from = 0;   ///< the first night that differs: the reason lies after `after` and not after `from`
  int to = 0;     ///< the first night at the new level; `from` for a step; one of the last nights where a drift goes on
  double before = 0;  ///< the old level
  double size = 0;    ///< new level - old level
  double low = 0;     ///< 95 % interval of the size, by t with sigma_df; early ones are small and lean outwards
  double high = 0;
  double p = 1;  ///< of such a difference anywhere in a strand without any: that of t times the number of nights
  std::optional<Nights> may_be{};  ///< of a step: of the drift that it may yet turn out to be part of (drift.h)
};

/// Nights between changes.
struct Segment {
  int first = 0;
  int last = 0;
  std::size_t nights = 0;  ///< that were measured
  double level = 0;
};

/// The course of one strand: `segments` is one longer than `changes`.
struct ChangePoints {
  double sigma = 0;  ///< noise from night to night; 0 below six nights, where nothing can be found
  std::vector<Segment> segments;
  std::vector<Change> changes;
};

/// The changes of level of a strand: potts(), then the weakest jump that fails is removed, and all are looked at again,
/// until every one has |Δ median| >= the floor, |Δ median| >= 4.5 · 1.2533 sigma sqrt(1/n1 + 1/n2), and 3 nights on
/// either side. (1.2533 sigma / sqrt n is the standard error of a median.) Weak is what has least of what it needs.
/// Then jumps that a ramp explains better become one drift (drift.h).
ChangePoints change_points(const Strand& strand, double floor_percent);

/// The jumps that are left when every one has what it needs, as indices of the first value at the new level.
std::vector<std::size_t> prune(std::span<const double> values, const Need& need, std::vector<std::size_t> jumps);

}  // namespace assay::stats

#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace assay::stats {

/// The nights about a ramp, by index.
struct Reach {
  std::size_t last_before = 0;
  std::size_t first_after = 0;
};

/// A change of level by index: a step where the two nights are neighbours, else a ramp in a straight line.
struct Bend {
  std::size_t last_before = 0;
  std::size_t first_after = 1;
  double before = 0;  ///< the levels
  double after = 0;
  double se = 0;                  ///< of the size
  std::optional<Reach> may_be{};  ///< of a step: of the ramps that may yet turn out to be what it is part of

  bool ramp() const { return first_after > last_before + 1; }
  double size() const { return after - before; }
  double level_at(std::size_t night) const;
};

/// What a change needs to be reported: its size (a logarithm) is at least `floor` and 4.5 standard errors.
struct Need {
  double sigma = 0;  ///< noise from night to night
  double floor = 0;

  /// The share that a change has of the size that it needs.
  double share(double size, double se) const;
  /// 1.2533 sigma sqrt(1/n1 + 1/n2): of the difference between the medians of n1 and n2 normal values.
  double se(std::size_t n1, std::size_t n2) const;
};

/// Standard error of a median in units of sigma / sqrt n: sqrt(pi / 2).
inline constexpr double kMedianSe = 1.2533;

/// The median of one value or more; of an even number the middle between the two.
double median_of(std::span<const double> values);

}  // namespace assay::stats

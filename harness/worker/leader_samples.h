#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace assay {

/// Readings of the reference kernel while others run on the same CPU. Two readings at its borders do not describe a
/// unit of 100 ms; these do.
class Samples {
 public:
  static constexpr double kPeriodSeconds =
      4e-3;  ///< a reading takes 20 us, which is half a percent of it, of every side

  void add(double time, std::int64_t reading_ns) { taken_.push_back({time, reading_ns}); }

  struct Range {
    std::int64_t low_ns = 0;   ///< nine of ten readings are above
    std::int64_t high_ns = 0;  ///< nine of ten readings are at or below
  };
  /// Of the readings between two times (nearest rank); empty where fewer than five were taken.
  std::optional<Range> between(double from, double to) const;

 private:
  struct Sample {
    double time;
    std::int64_t reading_ns;
  };
  std::vector<Sample> taken_;  ///< in the order of time
};

}  // namespace assay

#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace assay {

/// SplitMix64 (Steele, Lea, Flood 2014) with Box-Muller normals: the same numbers with every standard library, unlike
/// std::normal_distribution, so that a simulated run can be asserted to the digit.
class MockRandom {
 public:
  explicit MockRandom(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    std::uint64_t mixed = (state_ += 0x9E3779B97F4A7C15u);
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
  }
  /// Above 0, at most 1.
  double uniform() { return static_cast<double>((bits() >> 11) + 1) * 0x1p-53; }
  double normal() {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  std::uint64_t state_;
};

}  // namespace assay

#pragma once

#include <cmath>
#include <cstdint>

namespace assay {

/// The same numbers on every machine: splitmix64 (Steele, Lea and Flood, 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  /// Below `bound`. The bias of the remainder is below 2^-32 for what fits into memory.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  /// Uniform in [-1, 1), with all bits of a double: products and sums of shorter numbers would be exact, and prove
  /// less.
  double uniform() { return std::ldexp(static_cast<double>(next() >> 11), -52) - 1; }
  double sign() { return (next() >> 63) != 0 ? -1 : 1; }

 private:
  std::uint64_t state_;
};

}  // namespace assay

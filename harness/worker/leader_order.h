#pragma once

#include <cstdint>
#include <vector>

namespace assay {

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): the same draws from a stored seed on every machine and library.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// Uniform in 0 … below-1, by the high half of a product (Lemire 2019; of 32 bits: for the few sides of a bout the
  /// bias is below 2^-28).
  std::size_t below(std::size_t below);
  /// A random order of 0 … size-1 (Fisher–Yates).
  std::vector<std::size_t> permutation(std::size_t size);

 private:
  std::uint64_t state_;
};

/// The order of turns, round by round. In each block of as many rounds as there are sides every side takes every place
/// exactly once (a Latin square, rows in random order): with two, each goes first in one round of two, at random.
class TurnOrder {
 public:
  TurnOrder(std::size_t sides, Draws& draws) : sides_(sides), draws_(&draws) {}
  std::vector<std::size_t> next();

 private:
  std::size_t sides_;
  Draws* draws_;
  std::vector<std::size_t> sequence_;
  std::vector<std::size_t> shifts_;  ///< of the rounds that are left in the block
};

}  // namespace assay

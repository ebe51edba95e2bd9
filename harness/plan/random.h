#pragma once

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace assay {

/// One of 0 … bound-1, each equally likely. std::uniform_int_distribution and std::shuffle draw differently in each
/// standard library; a stored seed must give the same schedule everywhere.
inline std::uint64_t draw_below(std::mt19937_64& generator, std::uint64_t bound) {
  const std::uint64_t uneven = (UINT64_MAX % bound + 1) % bound;  // so many of the largest values are drawn again
  std::uint64_t drawn = generator();
  while (drawn > UINT64_MAX - uneven) drawn = generator();
  return drawn % bound;
}

/// Fisher and Yates, from the back.
template <typename T>
void shuffle(std::vector<T>& items, std::mt19937_64& generator) {
  for (std::size_t left = items.size(); left > 1; --left) {
    std::swap(items[left - 1], items[static_cast<std::size_t>(draw_below(generator, left))]);
  }
}

}  // namespace assay

#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "harness/stats/nights.h"

namespace assay::stats::testing {

/// About normal values (the sum of twelve uniform ones), the same with every standard library.
inline std::vector<double> noise(std::size_t n, double sd, std::uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) {
    double sum = -6;
    for (int k = 0; k < 12; ++k) sum += static_cast<double>(random() >> 11) * 0x1p-53;
    values.push_back(sd * sum);
  }
  return values;
}

/// From this index on.
inline void shift(std::vector<double>& values, std::size_t from, double by) {
  for (std::size_t i = from; i < values.size(); ++i) values[i] += by;
}

/// Linearly from nothing at index `last` to `by` at index `first` and after it.
inline void drift(std::vector<double>& values, std::size_t last, std::size_t first, double by) {
  for (std::size_t i = last + 1; i < values.size(); ++i)
    values[i] += i >= first ? by : by * static_cast<double>(i - last) / static_cast<double>(first - last);
}

/// Nights 0, 1, 2, ...
inline Strand strand(std::vector<double> values) {
  Strand strand{"", {}, std::move(values)};
  for (std::size_t i = 0; i < strand.values.size(); ++i) strand.nights.push_back(static_cast<int>(i));
  return strand;
}

inline std::vector<Night> series(const std::vector<double>& values, const std::string& identity = "zen3, gcc 12") {
  std::vector<Night> nights;
  for (const double value : values)
    nights.push_back({.night = static_cast<int>(nights.size()), .value = value, .identity = identity});
  return nights;
}

}  // namespace assay::stats::testing

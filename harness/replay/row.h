#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/core/json.h"

namespace assay::replay {

/* One line of a recording, field by field. A field that is not there is `otherwise`; one that holds something else than
 * it should is no field to guess at. */

/// What is wrong with a line: `start_s is "soon", and is a number`.
struct BadRow : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Null stands for none.
std::string text_in(const Json& row, const char* key, const std::string& otherwise);

/// A finite number from `low` to `high`.
struct Range {
  double low;
  double high;
};
inline constexpr double kLongest = 1e10;  // seconds: three hundred years
double number_in(const Json& row, const char* key, double otherwise, Range range = {-kLongest, kLongest});

/// Whole nanoseconds of each slice; empty where the key is not there. Zero and less are what a broken clock gave: such
/// a slice is none for the rules, as in a session.
std::vector<std::int64_t> times_in(const Json& row, const char* key);

}  // namespace assay::replay

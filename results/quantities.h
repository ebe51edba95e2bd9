#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/bout.h"

namespace assay {

/// What a slice's number is where there is no array of it.
enum class Standard {
  Zero,
  One,
  Index,  ///< the slice's own number
  Bout,   ///< the bout's iterations
};

/// One number of every slice. A new one is a line in `quantities()` and a member of Slice: never a column.
struct Quantity {
  std::string_view name;  ///< as in slice_array: `wall_ns`
  Standard standard;      ///< an array of nothing but this is not stored
  bool essential;         ///< estimates need it; the others are read with whole bouts only
  /// Whole arrays at a time: ten million slices are read in a second. `set` gives the last number to all slices beyond.
  void (*get)(std::span<const Slice>, std::vector<std::int64_t>&);
  void (*set)(std::span<Slice>, std::span<const std::int64_t>);
};
/// `wall_ns` first: it is always stored, and whole, so its length is the number of slices.
std::span<const Quantity> quantities();

/// The numbers of `size` slices of a quantity that has no array.
void standard_numbers(Standard standard, std::int64_t iterations, std::size_t size, std::vector<std::int64_t>& numbers);

/// `[12,13,13]`: an array's last number repeats to the end and is written once, unless `whole`. Appends to `text`.
void encode(std::span<const std::int64_t> numbers, bool whole, std::string& text);

/// Replaces `numbers`; false where `text` is no array of integers.
bool decode(std::string_view text, std::vector<std::int64_t>& numbers);

/// The median over the steady, kept slices of nanoseconds per iteration, in seconds; NaN where there are none.
double median_seconds(std::span<const Slice> slices, std::int64_t Slice::*time_ns);

}  // namespace assay

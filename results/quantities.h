#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/bout.h"

namespace assay {

/// One number of every slice. A new one is a line in `quantities()` and a member of Slice: never a column.
struct Quantity {
  std::string_view name;  ///< as in slice_array: `wall_ns`
  std::int64_t standard;  ///< an array of nothing but this is not stored
  bool essential;         ///< estimates need it; the others are read with whole bouts only
  std::int64_t (*get)(const Slice&);
  void (*set)(Slice&, std::int64_t);
};
/// `wall_ns` first: it is always stored, and whole, so its length is the number of slices.
std::span<const Quantity> quantities();

/// `[12,13,13]`: an array's last number repeats to the end and is written once, unless `whole`. Appends to `text`.
void encode(std::span<const std::int64_t> numbers, bool whole, std::string& text);

/// Replaces `numbers`; false where `text` is no array of integers.
bool decode(std::string_view text, std::vector<std::int64_t>& numbers);

/// The median over the steady, kept slices of nanoseconds per iteration, in seconds; NaN where there are none.
double median_seconds(std::span<const Slice> slices, std::int64_t Slice::*time_ns);

/// Steady and kept: what estimates rest on.
inline bool counts(const Slice& slice) {
  return slice.phase == Phase::Steady && slice.kept && slice.iterations > 0;
}

}  // namespace assay

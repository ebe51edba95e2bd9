#include "harness/worker/leader_samples.h"

#include <algorithm>
#include <cmath>

namespace assay {
namespace {

constexpr std::size_t kLeast = 5;
constexpr double kShare = 0.9;

}  // namespace

std::optional<Samples::Range> Samples::between(double from, double to) const {
  const auto first = std::ranges::lower_bound(taken_, from, {}, &Sample::time);
  const auto last = std::ranges::upper_bound(taken_, to, {}, &Sample::time);
  std::vector<std::int64_t> readings;
  for (auto sample = first; sample < last; ++sample) readings.push_back(sample->reading_ns);
  if (readings.size() < kLeast) return std::nullopt;
  std::ranges::sort(readings);
  const auto rank = static_cast<std::size_t>(std::ceil(kShare * static_cast<double>(readings.size())));
  return Range{readings[readings.size() - rank], readings[rank - 1]};
}

}  // namespace assay

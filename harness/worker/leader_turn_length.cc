#include "harness/worker/leader_turn_length.h"

#include <algorithm>

#include "harness/core/order.h"
#include "harness/core/turn_limits.h"
#include "harness/core/undisturbed.h"

namespace assay {
namespace {

constexpr int most_needed = 3;
constexpr std::size_t least_to_tell = 9;

std::vector<double> excesses(const TimedTurns& turns, std::size_t place) {
  std::vector<double> found;
  for (const auto& turn : turns) {
    const double level = median({turn.begin() + static_cast<std::ptrdiff_t>(turn.size() / 2), turn.end()}).value_or(0);
    if (level > 0) found.push_back(turn[place] / level - 1);
  }
  return found;
}

bool exceeds(const TimedTurns& turns, std::size_t place) {
  return turn_excess(turns, place) > kToleratedTurnExcess;
}

/// On which side of what is tolerated a side's excess lies. Of a side that ended nothing more will be known.
bool tells(const TimedTurns& turns, std::size_t place) {
  const auto found = excesses(turns, place);
  if (found.empty()) return true;
  if (found.size() < least_to_tell) return false;
  const auto above = static_cast<std::size_t>(
      std::ranges::count_if(found, [](double excess) { return excess > kToleratedTurnExcess; }));
  return 4 * std::min(above, found.size() - above) + 5 <= found.size();
}

}  // namespace

bool is_steady(std::span<const Slice> turn) {
  std::int64_t least = 0, most = 0;
  for (const Slice& slice : turn) {
    const auto [low, high] = std::minmax(slice.reference_before_ns, slice.reference_after_ns);
    if (low <= 0 || slice.run_delay_ns > 0) return false;
    least = least > 0 ? std::min(least, low) : low;
    most = std::max(most, high);
  }
  return static_cast<double>(most) <= kUndisturbedLimit * static_cast<double>(least);
}

std::vector<TimedTurns> telling(const std::vector<TimedTurns>& steady, const std::vector<TimedTurns>& all) {
  const auto enough = [](const TimedTurns& turns) { return turns.size() >= least_to_tell; };
  return std::ranges::all_of(steady, enough) ? steady : all;
}

double turn_excess(const TimedTurns& turns, std::size_t place) {
  return median(excesses(turns, place)).value_or(0);
}

int needed_slices(const std::vector<TimedTurns>& sides) {
  for (int slices = 1; slices < most_needed; ++slices) {
    const auto place = static_cast<std::size_t>(slices - 1);
    if (std::ranges::none_of(sides, [&](const TimedTurns& turns) { return exceeds(turns, place); })) return slices;
  }
  return most_needed;
}

bool tell_needed_slices(const std::vector<TimedTurns>& sides) {
  if (std::ranges::all_of(sides, &TimedTurns::empty)) return false;
  const auto needed = static_cast<std::size_t>(needed_slices(sides));
  if (needed == most_needed) return false;
  for (std::size_t place = 0; place + 1 < needed; ++place) {
    const auto surely = [&](const TimedTurns& turns) { return exceeds(turns, place) && tells(turns, place); };
    if (std::ranges::none_of(sides, surely)) return false;
  }
  return std::ranges::all_of(sides, [&](const TimedTurns& turns) { return tells(turns, needed - 1); });
}

}  // namespace assay

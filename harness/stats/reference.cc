#include "harness/stats/reference.h"

#include <algorithm>
#include <cmath>

namespace assay::stats {
namespace {

constexpr std::int64_t kCounters = 65536;  // 65 us: sixteen times an ordinary reading
constexpr double kBaseQuantile = 0.02;
constexpr double kClockTolerance = 0.01;
constexpr std::uint64_t kStepReadings = 2;  // a step of the clock has so many times those of the 2nd percentile's
constexpr double kStolenShare = 0.01;

bool stolen(const Slice& slice) {
  if (slice.voluntary_switches > 0) return false;
  const auto lacking = static_cast<double>(slice.wall_ns - slice.cpu_ns - slice.run_delay_ns);
  return lacking > kStolenShare * static_cast<double>(slice.wall_ns);
}

}  // namespace

ReferenceReadings::ReferenceReadings() : counts_(static_cast<std::size_t>(kCounters)) {}

void ReferenceReadings::add(std::int64_t reading_ns) {
  if (reading_ns <= 0) return;
  ++total_;
  if (reading_ns < kCounters)
    ++counts_[static_cast<std::size_t>(reading_ns)];
  else
    large_.push_back(reading_ns);
}

void ReferenceReadings::add(const BoutRecord& bout) {
  for (const auto& process : bout.processes) {
    for (const auto& slice : process.slices) {
      add(slice.reference_before_ns);
      add(slice.reference_after_ns);
    }
  }
}

std::int64_t ReferenceReadings::quantile_ns() const {
  const auto rank = static_cast<std::uint64_t>(std::ceil(kBaseQuantile * static_cast<double>(total_)));
  std::uint64_t seen = 0;
  for (std::size_t ns = 0; ns < counts_.size(); ++ns) {
    seen += counts_[ns];
    if (seen >= rank) return static_cast<std::int64_t>(ns);
  }
  std::vector<std::int64_t> large = large_;
  const auto at = large.begin() + static_cast<std::ptrdiff_t>(rank - seen - 1);
  std::nth_element(large.begin(), at, large.end());
  return *at;
}

/// In ascending order.
std::vector<ReferenceReadings::Counted> ReferenceReadings::between(std::int64_t low, double high) const {
  std::vector<Counted> found;
  for (std::int64_t ns = low; ns < kCounters && static_cast<double>(ns) <= high; ++ns)
    if (const auto count = counts_[static_cast<std::size_t>(ns)]; count > 0) found.emplace_back(ns, count);
  const auto small = static_cast<std::ptrdiff_t>(found.size());
  for (const std::int64_t ns : large_)
    if (ns >= low && static_cast<double>(ns) <= high) found.emplace_back(ns, 1);
  std::sort(found.begin() + small, found.end());
  return found;
}

std::optional<double> ReferenceReadings::base_ns() const {
  if (total_ == 0) return std::nullopt;
  const std::int64_t lowest = quantile_ns();
  const double highest = kBusyThroughout * static_cast<double>(lowest);
  const std::vector<Counted> near = between(lowest, kUndisturbedLimit * highest);
  std::int64_t base = lowest;
  std::uint64_t needed = 0, within = 0;
  std::size_t end = 0;
  for (const auto& [ns, count] : near) {
    if (static_cast<double>(ns) > highest) break;
    while (end < near.size() && static_cast<double>(near[end].first) <= kUndisturbedLimit * static_cast<double>(ns))
      within += near[end++].second;
    if (ns == lowest) needed = kStepReadings * within;
    if (ns > lowest && within >= needed) {
      base = ns;
      needed = within + 1;
    }
    within -= count;
  }
  return static_cast<double>(base);
}

bool clock_changed(double base_ns, double earlier_base_ns) {
  return std::abs(base_ns / earlier_base_ns - 1) > kClockTolerance;
}

bool busy_throughout(double own_ns, std::optional<double> host_ns) {
  return host_ns && *host_ns > 0 && own_ns > kBusyThroughout * *host_ns;
}

double base_beside(double own_ns, std::optional<double> host_ns) {
  return busy_throughout(own_ns, host_ns) ? *host_ns : own_ns;
}

void RunBase::add(const BoutRecord& bout, int measured) {
  if (settled_) return;
  any_.add(bout);
  if (bout.mode == Mode::Calibrate) return;
  measured_.add(bout);
  if (measured < kChoiceBouts) return;
  settled_ = true;
  own_ns_ = measured_.base_ns();
}

std::optional<double> RunBase::beside_host(std::optional<double> ns) const {
  return ns ? std::optional(base_beside(*ns, host_ns_)) : ns;
}

Neighbour neighbour(const Slice& slice, double base_ns, bool bout_has_steal, bool alternating) {
  const auto [low, high] = std::minmax(slice.reference_before_ns, slice.reference_after_ns);
  if (low <= 0 || !(base_ns > 0)) return Neighbour::Mixed;
  if (static_cast<double>(low) > kDisturbedLimit * base_ns) return Neighbour::Disturbed;
  if (static_cast<double>(high) > kUndisturbedLimit * base_ns) return Neighbour::Mixed;
  if (alternating) return Neighbour::Undisturbed;
  if (slice.run_delay_ns > 0 || (bout_has_steal && stolen(slice))) return Neighbour::Mixed;
  return Neighbour::Undisturbed;
}

Neighbour both(Neighbour a, Neighbour b) {
  return a == b ? a : Neighbour::Mixed;
}

}  // namespace assay::stats

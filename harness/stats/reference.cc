#include "harness/stats/reference.h"

#include <algorithm>
#include <cmath>

namespace assay::stats {
namespace {

constexpr std::int64_t kCounters = 65536;  // 65 us: sixteen times an ordinary reading
constexpr double kBaseQuantile = 0.02;
constexpr double kClockTolerance = 0.01;
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

std::optional<double> ReferenceReadings::base_ns() const {
  if (total_ == 0) return std::nullopt;
  const auto rank = static_cast<std::uint64_t>(std::ceil(kBaseQuantile * static_cast<double>(total_)));
  std::uint64_t seen = 0;
  for (std::size_t ns = 0; ns < counts_.size(); ++ns) {
    seen += counts_[ns];
    if (seen >= rank) return static_cast<double>(ns);
  }
  std::vector<std::int64_t> large = large_;
  const auto at = large.begin() + static_cast<std::ptrdiff_t>(rank - seen - 1);
  std::nth_element(large.begin(), at, large.end());
  return static_cast<double>(*at);
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

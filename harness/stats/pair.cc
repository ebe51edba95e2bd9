#include "harness/stats/pair.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "harness/core/order.h"
#include "harness/stats/reference.h"

namespace assay::stats {
namespace {

constexpr std::size_t kMostUnits = 150;
constexpr std::size_t kShownUnits = 2;
constexpr std::size_t kAdjacentSlices = 20;
constexpr double kAdjacentQuantile = 0.25;

double wall(const Slice& slice) {
  return static_cast<double>(slice.wall_ns) / static_cast<double>(slice.iterations);
}

double cpu(const Slice& slice) {
  return static_cast<double>(slice.cpu_ns) / static_cast<double>(slice.iterations);
}

Neighbour neighbour_of(const Slice& slice, const BoutRecord& bout, const PairOptions& options) {
  if (!options.reference_base_ns) return Neighbour::Mixed;
  return neighbour(slice, *options.reference_base_ns, bout.steal_seconds > 0, bout.mode == Mode::SharedCpu);
}

std::optional<double> log_ratio(double b, double a) {
  if (!(a > 0 && b > 0)) return std::nullopt;
  return std::log(b / a);
}

/// The median of ln(ratio); a logarithm keeps the order, so only the middle is taken the logarithm of.
double median_log(std::span<double> ratios) {
  const std::size_t middle = ratios.size() / 2;
  const double upper = select_in_place(ratios, middle);
  if (ratios.size() % 2 == 1) return std::log(upper);
  return (std::log(*std::ranges::max_element(ratios.first(middle))) + std::log(upper)) / 2;
}

/// Ratios b / a by round, in the fixed space of the longest bout.
struct Ratios {
  std::array<double, static_cast<std::size_t>(kMostRounds)> values;
  std::size_t size = 0;

  void push(double ratio) { values[size++] = ratio; }
  std::optional<double> log_from(int least) {
    if (size < static_cast<std::size_t>(least)) return std::nullopt;
    return median_log({values.data(), size});
  }
};

/// Calls visit(a, b) for each round that both sides have, at most kMostRounds of them.
template <typename Visit>
int for_each_round(const ProcessRecord& a, const ProcessRecord& b, Visit visit) {
  int rounds = 0;
  auto i = a.slices.begin();
  auto j = b.slices.begin();
  while (i != a.slices.end() && j != b.slices.end() && rounds < kMostRounds) {
    if (!counts(*i)) {
      ++i;
    } else if (!counts(*j)) {
      ++j;
    } else if (i->round != j->round) {
      i->round < j->round ? ++i : ++j;
    } else {
      visit(*i++, *j++);
      ++rounds;
    }
  }
  return rounds;
}

std::optional<PairValue> in_turns(const BoutRecord& bout, const ProcessRecord& a, const ProcessRecord& b,
                                  const PairOptions& options) {
  Ratios all, by_cpu, undisturbed, disturbed;
  std::vector<double> times_a, times_b;
  double cpu_a = 0, cpu_b = 0;
  const int rounds = for_each_round(a, b, [&](const Slice& slice_a, const Slice& slice_b) {
    const double ratio = wall(slice_b) / wall(slice_a);
    if (all.size < static_cast<std::size_t>(kRoundsOfAll)) {
      all.push(ratio);
      if (!options.reference_base_ns) times_a.push_back(wall(slice_a));
      if (!options.reference_base_ns) times_b.push_back(wall(slice_b));
      if (slice_a.cpu_ns > 0 && slice_b.cpu_ns > 0) by_cpu.push(cpu(slice_b) / cpu(slice_a));
      cpu_a += cpu(slice_a);
      cpu_b += cpu(slice_b);
    }
    const Neighbour state = both(neighbour_of(slice_a, bout, options), neighbour_of(slice_b, bout, options));
    if (state == Neighbour::Undisturbed) undisturbed.push(ratio);
    if (state == Neighbour::Disturbed) disturbed.push(ratio);
  });
  if (rounds == 0) return std::nullopt;
  PairValue value;
  value.rounds = static_cast<int>(all.size);
  value.undisturbed_rounds = static_cast<int>(undisturbed.size);
  value.disturbed_rounds = static_cast<int>(disturbed.size);
  value.undisturbed_share = static_cast<double>(undisturbed.size) / static_cast<double>(rounds);
  value.disturbed_share = static_cast<double>(disturbed.size) / static_cast<double>(rounds);
  value.all = *all.log_from(1);
  value.undisturbed = undisturbed.log_from(kShownRounds);
  value.disturbed = disturbed.log_from(kShownRounds);
  value.cpu = by_cpu.log_from(1);
  value.cpu_mean = log_ratio(cpu_b, cpu_a);
  if (!options.reference_base_ns) value.speeds = speeds_of(times_a, times_b);
  return value;
}

/// One side measured by itself: with a shared CPU or adjacent.
struct Side {
  std::vector<double> all, by_cpu, undisturbed, disturbed;
  double cpu_ns = 0;
  double iterations = 0;

  double cpu_per_iteration() const { return cpu_ns / iterations; }
};

Side side_of(const BoutRecord& bout, const ProcessRecord& process, std::size_t most, const PairOptions& options) {
  Side side;
  const bool by_cpu = options.clock == Clock::Cpu;
  for (const Slice& slice : process.slices) {
    if (side.all.size() == most) break;
    if (!counts(slice) || (by_cpu && slice.cpu_ns <= 0)) continue;
    const double time = by_cpu ? cpu(slice) : wall(slice);
    side.all.push_back(time);
    if (slice.cpu_ns > 0) side.by_cpu.push_back(cpu(slice));
    side.cpu_ns += static_cast<double>(slice.cpu_ns);
    side.iterations += static_cast<double>(slice.iterations);
    const Neighbour state = neighbour_of(slice, bout, options);
    if (state == Neighbour::Undisturbed) side.undisturbed.push_back(time);
    if (state == Neighbour::Disturbed) side.disturbed.push_back(time);
  }
  return side;
}

void set_shares(PairValue& value, const Side& a, const Side& b) {
  const auto slices = static_cast<double>(a.all.size() + b.all.size());
  value.rounds = static_cast<int>(std::min(a.all.size(), b.all.size()));
  value.undisturbed_rounds = static_cast<int>(std::min(a.undisturbed.size(), b.undisturbed.size()));
  value.disturbed_rounds = static_cast<int>(std::min(a.disturbed.size(), b.disturbed.size()));
  value.undisturbed_share = static_cast<double>(a.undisturbed.size() + b.undisturbed.size()) / slices;
  value.disturbed_share = static_cast<double>(a.disturbed.size() + b.disturbed.size()) / slices;
}

/// Every unit has the same number of iterations, so that a mean of theirs is one over all.
std::optional<double> ratio_of_means(std::span<const double> a, std::span<const double> b) {
  if (std::min(a.size(), b.size()) < kShownUnits) return std::nullopt;
  const auto mean = [](std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  };
  return std::log(mean(b) / mean(a));
}

std::optional<PairValue> with_shared_cpu(const BoutRecord& bout, const ProcessRecord& a, const ProcessRecord& b,
                                         PairOptions options) {
  options.clock = Clock::Cpu;
  const Side side_a = side_of(bout, a, kMostUnits, options);
  const Side side_b = side_of(bout, b, kMostUnits, options);
  if (side_a.all.empty() || side_b.all.empty()) return std::nullopt;
  PairValue value;
  set_shares(value, side_a, side_b);
  value.all = std::log(side_b.cpu_per_iteration() / side_a.cpu_per_iteration());
  value.cpu = value.cpu_mean = value.all;
  value.undisturbed = ratio_of_means(side_a.undisturbed, side_b.undisturbed);
  value.disturbed = ratio_of_means(side_a.disturbed, side_b.disturbed);
  return value;
}

std::optional<double> adjacent_difference(std::vector<double>& a, std::vector<double>& b, int least) {
  if (std::min(a.size(), b.size()) < static_cast<std::size_t>(least)) return std::nullopt;
  return log_ratio(quantile_in_place(b, kAdjacentQuantile), quantile_in_place(a, kAdjacentQuantile));
}

std::optional<PairValue> adjacent(const BoutRecord& bout, const ProcessRecord& a, const ProcessRecord& b,
                                  const PairOptions& options) {
  Side side_a = side_of(bout, a, kAdjacentSlices, options);
  Side side_b = side_of(bout, b, kAdjacentSlices, options);
  const auto all = adjacent_difference(side_a.all, side_b.all, 1);
  if (!all) return std::nullopt;
  PairValue value;
  set_shares(value, side_a, side_b);
  value.all = *all;
  value.undisturbed = adjacent_difference(side_a.undisturbed, side_b.undisturbed, kShownRounds);
  value.disturbed = adjacent_difference(side_a.disturbed, side_b.disturbed, kShownRounds);
  value.cpu = adjacent_difference(side_a.by_cpu, side_b.by_cpu, 1);
  value.cpu_mean = log_ratio(side_b.cpu_per_iteration(), side_a.cpu_per_iteration());
  return value;
}

}  // namespace

std::optional<PairValue> pair_value(const BoutRecord& bout, std::size_t a, std::size_t b, const PairOptions& options) {
  if (a >= bout.processes.size() || b >= bout.processes.size()) return std::nullopt;
  const ProcessRecord& side_a = bout.processes[a];
  const ProcessRecord& side_b = bout.processes[b];
  if (side_a.outcome != Outcome::Measured || side_b.outcome != Outcome::Measured) return std::nullopt;
  switch (bout.mode) {
    case Mode::Turns:
      return in_turns(bout, side_a, side_b, options);
    case Mode::SharedCpu:
      return with_shared_cpu(bout, side_a, side_b, options);
    case Mode::Adjacent:
      return adjacent(bout, side_a, side_b, options);
    case Mode::Calibrate:
      break;  // measures nothing
  }
  return std::nullopt;
}

PairValue shifted(PairValue value, double by) {
  value.all += by;
  for (auto* const each : {&value.undisturbed, &value.disturbed, &value.cpu, &value.cpu_mean})
    if (*each) **each += by;
  if (!value.speeds) return value;
  value.speeds->fast.ratio += by;
  if (value.speeds->slow) value.speeds->slow->ratio += by;
  return value;
}

std::string_view name(Basis basis) {
  return basis == Basis::Undisturbed ? "undisturbed" : "all";
}

std::optional<double> value_on(const PairValue& value, Basis basis) {
  if (basis == Basis::All) return value.all;
  return value.undisturbed_rounds >= kUndisturbedRounds ? value.undisturbed : std::nullopt;
}

}  // namespace assay::stats

#include "harness/replay/track.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/core/order.h"

namespace assay::replay {
namespace {

constexpr std::size_t kAdjacentSlices = 20;
constexpr std::size_t kWarmupNative = 3;
constexpr std::size_t kWarmupPython = 10;
constexpr std::array<std::string_view, 3> kNative = {"dgemm", "sort", "chase"};  // of the recorded six
constexpr double kOneSd = 0.158655;                                              // P(X < mean - sd) of a normal X

std::size_t warmup_of(const std::string& workload) {
  return std::ranges::find(kNative, workload) == kNative.end() ? kWarmupPython : kWarmupNative;
}

ProcessRecord record_of(const Process& process, std::size_t warmup) {
  ProcessRecord record;
  record.outcome = Outcome::Measured;
  const std::size_t slices = std::min(warmup + kAdjacentSlices, process.wall_ns.size());
  for (std::size_t i = 0; i < slices; ++i) {
    Slice slice;
    slice.round = static_cast<int>(i);
    slice.phase = i < warmup ? Phase::Warmup : Phase::Steady;
    slice.iterations = 1;
    slice.wall_ns = static_cast<std::int64_t>(process.wall_ns[i]);
    slice.cpu_ns = i < process.cpu_ns.size() ? static_cast<std::int64_t>(process.cpu_ns[i]) : slice.wall_ns;
    record.slices.push_back(slice);
  }
  return record;
}

/// What the process would have taken with those slices only: the rest of its recorded time is its start and end.
double seconds_of(const Process& process, const ProcessRecord& record) {
  double seconds = process.seconds;
  for (std::size_t i = record.slices.size(); i < process.wall_ns.size(); ++i) seconds -= 1e-9 * process.wall_ns[i];
  return seconds;
}

bool references_in(const BoutRecord& bout) {
  const auto& slices = bout.processes.front().slices;
  return !slices.empty() && slices.back().reference_before_ns > 0;
}

std::size_t below(std::size_t limit, Random& random) {
  return static_cast<std::size_t>(random() % limit);
}

bool coin(Random& random) {
  return random() >> 63 != 0;
}

}  // namespace

Track::Track(const Block& block)
    : file_(block.file), label_(block.label()), workload_(block.workload), mode_(block.mode), bouts_(block.bouts) {
  has_references_ = !bouts_.empty() && references_in(bouts_.front());
}

Track::Track(const ProcessBlock& block)
    : file_(block.file),
      label_(fmt::format("{} {}", block.workload, block.number)),
      workload_(block.workload),
      mode_(Mode::Adjacent),
      stride_(2) {
  const std::size_t warmup = warmup_of(block.workload);
  for (std::size_t i = 0; i + 1 < block.processes.size(); ++i) {
    BoutRecord bout;
    bout.mode = Mode::Adjacent;
    bout.started = block.processes[i].started;
    for (const Process* process : {&block.processes[i], &block.processes[i + 1]}) {
      bout.processes.push_back(record_of(*process, warmup));
      bout.seconds += seconds_of(*process, bout.processes.back());
    }
    bouts_.push_back(std::move(bout));
  }
}

const std::vector<Track::Both>& Track::values_by(std::optional<double> base_ns) const {
  const auto known = values_.find(base_ns);
  if (known != values_.end()) return known->second;
  const stats::PairOptions options{mode_ == Mode::Turns ? stats::Clock::Wall : stats::Clock::Cpu, base_ns};
  std::vector<Both> values;
  for (const BoutRecord& bout : bouts_)
    values.push_back({stats::pair_value(bout, 0, 1, options), stats::pair_value(bout, 1, 0, options)});
  return values_.emplace(base_ns, std::move(values)).first->second;
}

const std::optional<stats::PairValue>& Track::value(std::size_t place, bool swapped,
                                                    std::optional<double> base_ns) const {
  const Both& both = values_by(base_ns)[place];
  return swapped ? both.swapped : both.as_recorded;
}

std::size_t Track::with_value() const {
  const auto& values = values_by({});
  return static_cast<std::size_t>(
      std::ranges::count_if(values, [](const Both& both) { return both.as_recorded.has_value(); }));
}

double Track::spread() const {
  std::vector<double> values;
  for (const Both& both : values_by({}))
    if (both.as_recorded) values.push_back(both.as_recorded->all);
  if (values.size() < 2) return 0;
  return (quantile_in_place(values, 1 - kOneSd) - quantile_in_place(values, kOneSd)) / 2;
}

std::vector<Pick> drawn(const Track& track, std::size_t most, Random& random) {
  std::vector<Pick> picks;
  picks.reserve(most);
  std::size_t place = below(track.size(), random);
  double now = 0;
  while (picks.size() < most) {
    if (place >= track.size()) place = below(track.size(), random);
    picks.push_back({place, coin(random), now});
    const std::size_t next = place + track.stride();
    now += next < track.size() ? track.bout(next).started - track.bout(place).started : track.bout(place).seconds;
    place = next;
  }
  return picks;
}

std::vector<Pick> as_recorded(const Track& track, std::size_t wanted, std::size_t most, Random& random) {
  const std::size_t span = (wanted - 1) * track.stride() + 1;
  std::size_t place = span < track.size() ? below(track.size() - span + 1, random) : 0;
  std::vector<Pick> picks;
  for (; place < track.size() && picks.size() < most; place += track.stride())
    picks.push_back({place, false, track.bout(place).started});
  return picks;
}

}  // namespace assay::replay

// /// workload
// about = "1000 loads, each of which waits for the one before it, over cache lines in random order"
// tags = ["latency"]
// seconds = 2e-5
// [parameters.kilobytes]
// standard = "8192"
// kind = "integer"
// about = "size of the lines together: 16 stays in a first-level cache, 8192 in few second-level ones"
// ///
#include <numeric>

#include "harness/worker/native/workload.h"
#include "suites/random.h"

namespace assay::memory {
namespace {

using native::Attempt;

constexpr std::int64_t loads = 1000;  // an iteration
constexpr int line_bytes = 64;
constexpr int most_kilobytes = 1 << 21;

struct alignas(line_bytes) Line {
  const Line* next;
};

const Line* chase(const Line* at, std::int64_t iterations) {
  for (std::int64_t i = 0; i < iterations; ++i) {
    for (std::int64_t load = 0; load < loads; ++load) at = at->next;
  }
  return at;
}

/// One cycle through all lines (Sattolo 1986), so that no prefetcher and no short loop shortens the way.
std::vector<Line> cycle(std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(1);
  for (std::size_t i = count - 1; i > 0; --i) std::swap(order[i], order[random.below(i)]);
  std::vector<Line> lines(count);
  for (std::size_t i = 0; i < count; ++i) lines[i].next = &lines[order[i]];
  return lines;
}

class Chase : public native::Workload {
 public:
  explicit Chase(std::size_t lines) : lines_(cycle(lines)), at_(lines_.data()) {}

  native::Work work() const override { return {double{loads}, "load"}; }
  native::Routine routine() const override {
    auto* address = reinterpret_cast<void*>(&chase);
    return {address, "chase", native::file_of(address)};
  }

  void run(std::int64_t iterations) override {
    at_ = chase(at_, iterations);
    iterations_ += iterations;
  }

  /// Lines between where it is and where so many loads end; the way back to the start must be one whole cycle.
  Attempt<native::Verdict> check() override {
    const auto count = static_cast<std::int64_t>(lines_.size());
    const std::int64_t expected = (iterations_ % count) * (loads % count) % count;
    std::int64_t steps = 0;
    std::int64_t found = -1;
    const Line* line = lines_.data();
    do {
      if (line == at_) found = steps;
      line = line->next;
    } while (++steps < count && line != lines_.data());
    const bool whole = steps == count && line == lines_.data() && found >= 0;
    return native::Verdict{whole ? static_cast<double>(std::abs(found - expected)) : static_cast<double>(count), 0};
  }

 private:
  std::vector<Line> lines_;
  const Line* at_;
  std::int64_t iterations_ = 0;
};

Attempt<std::unique_ptr<native::Workload>> make(const Parameters& parameters, native::Library& /*library*/) {
  const auto kilobytes = native::size_parameter(parameters, "kilobytes", 8192, most_kilobytes);
  if (!kilobytes) return tl::unexpected(kilobytes.error());
  return std::make_unique<Chase>(static_cast<std::size_t>(*kilobytes) * 1024 / line_bytes);
}

const native::WorkloadRegistration registered("memory.chase", make);

}  // namespace
}  // namespace assay::memory

// /// workload
// about = "Steps of a random number generator that wait for each other; env.DIAL_PERCENT adds so many percent of them"
// tags = ["dial"]
// seconds = 2e-5
// [parameters.steps]
// standard = "10000"
// kind = "integer"
// growth = 1
// about = "steps where the dial is at 0"
// ///
#include <cmath>
#include <cstdlib>

#include "harness/worker/native/workload.h"

namespace assay::dial {
namespace {

using native::Attempt;

constexpr int most = 1 << 27;
constexpr std::uint64_t seed = 88172645463325252;

/// xorshift64 (Marsaglia 2003): each step needs the one before, so that the time follows the steps and nothing else.
std::uint64_t walk(std::uint64_t state, std::int64_t steps) {
  for (std::int64_t i = 0; i < steps; ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
  }
  return state;
}

class Dial : public native::Workload {
 public:
  explicit Dial(std::int64_t steps) : steps_(steps) {}

  native::Work work() const override { return {static_cast<double>(steps_), "step"}; }
  native::Routine routine() const override {
    auto* address = reinterpret_cast<void*>(&walk);
    return {address, "walk", native::file_of(address)};
  }
  void run(std::int64_t iterations) override {
    for (std::int64_t i = 0; i < iterations; ++i) state_ = walk(state_, steps_);
  }
  /// The walk in two halves arrives where the whole one does.
  Attempt<native::Verdict> check() override {
    const std::uint64_t whole = walk(state_, steps_);
    const std::uint64_t halves = walk(walk(state_, steps_ / 2), steps_ - steps_ / 2);
    return native::Verdict{whole == halves && state_ != 0 ? 0.0 : 1.0, 0};
  }

 private:
  std::int64_t steps_;
  std::uint64_t state_ = seed;
};

Attempt<std::unique_ptr<native::Workload>> make(const Parameters& parameters, native::Library& /*library*/) {
  const auto steps = native::size_parameter(parameters, "steps", 10000, most);
  if (!steps) return tl::unexpected(steps.error());
  const char* text = std::getenv("DIAL_PERCENT");
  const double percent = text != nullptr ? std::strtod(text, nullptr) : 0;
  return std::make_unique<Dial>(std::max<std::int64_t>(1, std::llround(*steps * (1 + percent / 100))));
}

const native::WorkloadRegistration registered("dial.native", make);

}  // namespace
}  // namespace assay::dial

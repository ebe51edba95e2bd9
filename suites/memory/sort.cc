// /// workload
// about = "std::sort of random 64-bit integers, restored outside the timed part"
// tags = ["branches"]
// seconds = 5e-5
// [parameters.n]
// standard = "1000"
// kind = "integer"
// growth = 1
// about = "how many integers"
// ///
#include <algorithm>
#include <numeric>

#include "harness/worker/native/workload.h"
#include "suites/random.h"

namespace assay::memory {
namespace {

using native::Attempt;
using Values = std::vector<std::uint64_t>;

constexpr int most = 1 << 27;
constexpr std::int64_t prepared_values = 1 << 16;  // 512 KB: they stay in a second-level cache

void sort(Values& values) {
  std::sort(values.begin(), values.end());
}

class Sort : public native::Workload {
 public:
  explicit Sort(int n)
      : given_(static_cast<std::size_t>(n)),
        copies_(static_cast<std::size_t>(std::max<std::int64_t>(1, prepared_values / n))) {
    Random random(1);
    std::ranges::generate(given_, [&] { return random.next(); });
  }

  native::Work work() const override { return {static_cast<double>(given_.size()), "element"}; }
  native::Routine routine() const override {
    auto* address = reinterpret_cast<void*>(&sort);
    return {address, "std::sort", native::file_of(address)};
  }

  std::int64_t most_prepared() const override { return static_cast<std::int64_t>(copies_.size()); }
  void prepare(std::int64_t iterations) override {
    for (std::int64_t i = 0; i < iterations; ++i) copies_[static_cast<std::size_t>(i)] = given_;
  }
  void run(std::int64_t iterations) override {
    for (std::int64_t i = 0; i < iterations; ++i) sort(copies_[static_cast<std::size_t>(i)]);
  }

  /// Places where the order is wrong, and one more where values were lost: their sum (modulo 2^64) is that of the given
  /// ones.
  Attempt<native::Verdict> check() override {
    const Values& sorted = copies_.front();
    double wrong = 0;
    for (std::size_t i = 1; i < sorted.size(); ++i) wrong += sorted[i - 1] > sorted[i] ? 1 : 0;
    if (sum(sorted) != sum(given_) || sorted.size() != given_.size()) ++wrong;
    return native::Verdict{wrong, 0};
  }

 private:
  static std::uint64_t sum(const Values& values) {
    return std::accumulate(values.begin(), values.end(), std::uint64_t{0});
  }

  Values given_;
  std::vector<Values> copies_;
};

Attempt<std::unique_ptr<native::Workload>> make(const Parameters& parameters, native::Library& /*library*/) {
  const auto n = native::size_parameter(parameters, "n", 1000, most);
  if (!n) return tl::unexpected(n.error());
  return std::make_unique<Sort>(*n);
}

const native::WorkloadRegistration registered("memory.sort", make);

}  // namespace
}  // namespace assay::memory

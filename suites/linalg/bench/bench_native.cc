// What the native loop costs, as a ratio to the bare thing, taken in turns so that both meet the same neighbours:
//   bench_native LIBRARY [N…]     GEMM through the harness against a bare loop over the same routine of LIBRARY
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "harness/core/bench/figure.h"
#include "harness/core/order.h"
#include "harness/worker/native/loop.h"
#include "suites/linalg/matrix.h"

namespace {

using namespace assay;
using namespace assay::native;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Not inlined and of no effect: what remains is the loop and the call.
[[gnu::noinline]] void nothing() {
  asm volatile("" ::: "memory");
}

class Nothing : public Workload {
 public:
  Routine routine() const override { return {}; }
  Work work() const override { return {}; }
  void run(std::int64_t iterations) override {
    for (std::int64_t i = 0; i < iterations; ++i) call_();
  }
  Attempt<Verdict> check() override { return Verdict{}; }

 private:
  void (*volatile loaded_)() = nothing;
  void (*call_)() = loaded_;
};

/// Slices as the harness takes them, whose packets go to a socket that is drained.
class Slices {
 public:
  Slices() {
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, sockets_) != 0) std::abort();
    setenv("ASSAY_SOCKET", std::to_string(sockets_[1]).c_str(), 1);
    if (assay_turns_open(&turns_) != 0) std::abort();
  }
  double seconds(Workload& workload, std::int64_t iterations) {
    turns_.iterations = static_cast<std::uint64_t>(iterations);
    turns_.slices = 1;
    if (run_slice(turns_, workload) != 0) std::abort();
    assay_slice slice;
    if (recv(sockets_[0], &slice, sizeof slice, 0) != sizeof slice) std::abort();
    return static_cast<double>(slice.wall_ns) * 1e-9;
  }

 private:
  int sockets_[2];
  assay_turns turns_;
};

/// Seconds per iteration, by rounds.
struct Sides {
  std::vector<double> harness;
  std::vector<double> bare;

  double bare_over_harness() const {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < bare.size(); ++i) ratios.push_back(bare[i] / harness[i]);
    return median_in_place(ratios);
  }
};

constexpr int warm_up = 5;

/// Adds `rounds` rounds; who is first alternates.
template <typename Bare>
void compare(Sides& sides, Slices& slices, Workload& workload, std::int64_t iterations, int rounds, Bare bare) {
  for (int round = -warm_up; round < rounds; ++round) {
    double harness = 0;
    if (round % 2 == 0) harness = slices.seconds(workload, iterations);
    const double start = now();
    bare(iterations);
    const double alone = now() - start;
    if (round % 2 != 0) harness = slices.seconds(workload, iterations);
    if (round < 0) continue;
    sides.harness.push_back(harness / static_cast<double>(iterations));
    sides.bare.push_back(alone / static_cast<double>(iterations));
  }
}

void bench_loop(Slices& slices) {
  Nothing workload;
  void (*volatile loaded)() = nothing;
  Sides sides;
  compare(sides, slices, workload, 1'000'000, 200, [&](std::int64_t iterations) {
    void (*call)() = loaded;
    for (std::int64_t i = 0; i < iterations; ++i) call();
  });
  const double bare = *median(sides.bare);
  print(Figure{"native/loop", (*median(sides.harness) - bare) * 1e9, "ns", 1, Figure::Sense::AtMost,
               fmt::format("a bare loop of {:.2f} ns", bare * 1e9)});
}

using Gemm = void(int, int, int, int, int, int, double, const double*, int, const double*, int, double, double*, int);

/// The bare side has matrices of the same make: the same numbers, the same alignment.
class BareGemm {
 public:
  BareGemm(Gemm* gemm, int n) : gemm_(gemm), a_(n, n), b_(n, n), c_(n, n) {
    a_.randomize(1);
    b_.randomize(2);
  }
  void operator()(std::int64_t iterations) {
    const int n = c_.rows;
    for (std::int64_t i = 0; i < iterations; ++i)
      gemm_(102, 111, 111, n, n, n, 1, a_.data(), n, b_.data(), n, 0, c_.data(), n);
  }

 private:
  Gemm* gemm_;
  linalg::Matrix<double> a_, b_, c_;
};

int complain(const std::string& what) {
  fmt::print(stderr, "bench_native: {}\n", what);
  return 1;
}

/// Where pages fall makes a percent for as long as they are kept: both sides get new ones some times.
int bench_gemm(Slices& slices, const std::string& path, int n) {
  auto library = Library::load({path, {}, std::nullopt, "unknown", 1});
  if (!library) return complain(library.error().detail);
  auto* gemm = reinterpret_cast<Gemm*>(library->symbol("cblas_dgemm"));
  if (gemm == nullptr) return complain(path + " exports no cblas_dgemm");
  Sides sides;
  double flop = 0;
  for (int setup = 0; setup < 8; ++setup) {
    BareGemm bare(gemm, n);
    auto workload = make_workload("linalg.gemm", {{"n", std::to_string(n)}}, *library);
    if (!workload) return complain(workload.error().detail);
    flop = (*workload)->work().amount;
    compare(sides, slices, **workload, 1, 25, [&](std::int64_t iterations) { bare(iterations); });
  }
  print(Figure{fmt::format("native/gemm n={}", n), sides.bare_over_harness() * 100, "%", 99, Figure::Sense::AtLeast,
               fmt::format("a bare loop's {:.1f} GFLOP/s", flop / *median(sides.bare) * 1e-9)});
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Slices slices;
  bench_loop(slices);
  if (argc < 2) return 0;
  std::vector<int> sizes{512, 1024};
  if (argc > 2) sizes.clear();
  for (int i = 2; i < argc; ++i) sizes.push_back(std::max(1, std::atoi(argv[i])));
  for (const int n : sizes)
    if (const int status = bench_gemm(slices, argv[1], n); status != 0) return status;
}

// What the native loop costs, as a ratio to the bare thing, taken in turns so that both meet the same neighbours:
//   bench_native LIBRARY [N…]     GEMM through the harness against a bare loop over the same routine of LIBRARY
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "harness/worker/native/loop.h"

namespace {

using namespace assay::native;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
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

struct Pair {
  double harness;  ///< seconds per iteration, median over the rounds
  double bare;
  double ratio;  ///< bare / harness, median of the rounds' ratios
};

template <typename Bare>
Pair compare(Workload& workload, std::int64_t iterations, Bare bare) {
  Slices slices;
  std::vector<double> harness, alone, ratio;
  for (int round = 0; round < 200; ++round) {
    double h = 0;
    if (round % 2 == 0) h = slices.seconds(workload, iterations);
    const double start = now();
    bare(iterations);
    const double b = now() - start;
    if (round % 2 != 0) h = slices.seconds(workload, iterations);
    if (round < 20) continue;
    harness.push_back(h / static_cast<double>(iterations));
    alone.push_back(b / static_cast<double>(iterations));
    ratio.push_back(b / h);
  }
  return {median(harness), median(alone), median(ratio)};
}

void bench_loop() {
  Nothing workload;
  void (*volatile loaded)() = nothing;
  const Pair pair = compare(workload, 1'000'000, [&](std::int64_t iterations) {
    void (*call)() = loaded;
    for (std::int64_t i = 0; i < iterations; ++i) call();
  });
  std::printf("native loop      %.3f ns an iteration over a bare loop's %.3f ns (at most 1 ns)\n",
              (pair.harness - pair.bare) * 1e9, pair.bare * 1e9);
}

int bench_gemm(const std::string& path, int n) {
  auto library = Library::load({path, {}, std::nullopt, "unknown", 1});
  if (!library) return std::fprintf(stderr, "bench_native: %s\n", library.error().detail.c_str()), 1;
  auto workload = make_workload("linalg.gemm", {{"n", std::to_string(n)}}, *library);
  if (!workload) return std::fprintf(stderr, "bench_native: %s\n", workload.error().detail.c_str()), 1;
  using Gemm = void(int, int, int, int, int, int, double, const double*, int, const double*, int, double, double*, int);
  auto* gemm = reinterpret_cast<Gemm*>(library->symbol("cblas_dgemm"));
  if (gemm == nullptr) return std::fprintf(stderr, "bench_native: %s exports no cblas_dgemm\n", path.c_str()), 1;
  const auto size = static_cast<std::size_t>(n) * static_cast<std::size_t>(n);
  std::vector<double> a(size, 0.5), b(size, 0.25), c(size);
  const Pair pair = compare(**workload, 1, [&](std::int64_t iterations) {
    for (std::int64_t i = 0; i < iterations; ++i)
      gemm(102, 111, 111, n, n, n, 1, a.data(), n, b.data(), n, 0, c.data(), n);
  });
  const double flop = (*workload)->work().amount;
  std::printf("gemm n=%-8d %.2f %% of a bare loop's rate (at least 99 %%): %.1f against %.1f GFLOP/s\n", n,
              pair.ratio * 100, flop / pair.harness * 1e-9, flop / pair.bare * 1e-9);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  bench_loop();
  if (argc < 2) return 0;
  std::vector<int> sizes{512, 1024};
  if (argc > 2) sizes.clear();
  for (int i = 2; i < argc; ++i) sizes.push_back(std::max(1, std::atoi(argv[i])));
  for (const int n : sizes)
    if (const int status = bench_gemm(argv[1], n); status != 0) return status;
}

// The suites' kernels as a Google Benchmark program of its own, for scripts/compare-peers:
//   peer_subjects [--benchmark_filter=REGEX …]
//   peer_subjects walk PERCENT   a whole command of about 0.1 s, and so many percent more of it
// ASSAY_PEER_BLAS names the library of linalg.gemm, which is left out without it.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "harness/worker/native/workload.h"

namespace {

using namespace assay;
using namespace assay::native;

/// As its users write one: what a call overwrites is restored outside the timed part.
void measure(benchmark::State& state, Workload& workload) {
  constexpr std::int64_t most = 64;
  const std::int64_t restored = workload.most_prepared();
  const bool restores = restored != std::numeric_limits<std::int64_t>::max();
  const std::int64_t batch = restores ? std::min(restored, most) : 1;
  while (state.KeepRunningBatch(batch)) {
    if (restores) {
      state.PauseTiming();
      workload.prepare(batch);
      state.ResumeTiming();
    }
    workload.run(batch);
  }
}

bool register_one(const std::string& name, const Parameters& parameters, Library& library) {
  auto workload = make_workload(name, parameters, library);
  if (!workload) {
    std::fprintf(stderr, "peer_subjects: %s: %s\n", name.c_str(), workload.error().detail.c_str());
    return false;
  }
  benchmark::RegisterBenchmark(name.c_str(), [shared = std::shared_ptr<Workload>(std::move(*workload))](
                                                 benchmark::State& state) { measure(state, *shared); });
  return true;
}

bool register_all(Library& none) {
  if (!register_one("memory.sort", {{"n", "1000"}}, none) || !register_one("dial.native", {}, none)) return false;
  const char* path = std::getenv("ASSAY_PEER_BLAS");
  if (path == nullptr) return true;
  static auto library = Library::load({path, {}, std::nullopt, "unknown", 1});
  if (!library) {
    std::fprintf(stderr, "peer_subjects: %s: %s\n", path, library.error().detail.c_str());
    return false;
  }
  return register_one("linalg.gemm", {{"n", "96"}, {"type", "d"}}, *library);
}

int walk(double percent, Library& none) {
  constexpr double steps = 5e7;
  const std::string dialled = std::to_string(std::llround(steps * (1 + percent / 100)));
  const auto workload = make_workload("dial.native", {{"steps", dialled}}, none);
  if (!workload) return 1;
  (*workload)->run(1);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  auto none = Library::none();
  if (!none) return 1;
  if (argc == 3 && std::strcmp(argv[1], "walk") == 0) return walk(std::strtod(argv[2], nullptr), *none);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv) || !register_all(*none)) return 1;
  return benchmark::RunSpecifiedBenchmarks() > 0 ? 0 : 1;
}

#include "harness/worker/native/loop.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

namespace assay::native {
namespace {

/// More than any process runs; the rest is dropped when the leader says finish.
constexpr benchmark::IterationCount planned = std::int64_t{1} << 62;

/// Times the parts of a slice for which `prepare` cannot restore everything at once. Its CPU time has the restoring in
/// it, which for a factorisation is one part in n.
std::int64_t run_in_parts(Workload& workload, std::int64_t iterations) {
  using Clock = std::chrono::steady_clock;
  Clock::duration taken{};
  for (std::int64_t left = iterations; left > 0;) {
    const std::int64_t part = std::min(left, workload.most_prepared());
    if (left != iterations) workload.prepare(part);
    const auto start = Clock::now();
    workload.run(part);
    taken += Clock::now() - start;
    left -= part;
  }
  return std::chrono::duration_cast<std::chrono::nanoseconds>(taken).count();
}

/// 1 when there is a slice to run, 0 to finish, -errno when the leader is gone.
int next_slice(assay_turns& turns) {
  if (turns.slices > 0) return 1;
  const int answer = assay_turns_wait(&turns);
  if (answer == 1 && (turns.iterations == 0 || turns.iterations > static_cast<std::uint64_t>(planned))) return -EPROTO;
  return answer;
}

void take_turns(benchmark::State& state, assay_turns& turns, Workload& workload, Totals& totals) {
  int answer = 0;
  while ((answer = next_slice(turns)) == 1) {
    const auto iterations = static_cast<std::int64_t>(turns.iterations);
    if (iterations > planned - totals.iterations || !state.KeepRunningBatch(iterations)) break;
    answer = run_slice(turns, workload);
    if (answer < 0) break;
    state.SetIterationTime(static_cast<double>(turns.slice.wall_ns) * 1e-9);
    totals.iterations += iterations;
    ++totals.slices;
  }
  totals.error = std::min(answer, 0);
  // A run is over when its planned iterations are: those that nobody asked for are given back in one empty batch.
  while (state.KeepRunningBatch(std::max<std::int64_t>(planned - totals.iterations, 1))) {
  }
}

/// Closes the record of the one run; the slices went out as they were taken.
class Closing : public benchmark::BenchmarkReporter {
 public:
  explicit Closing(Totals& totals) : totals_(totals) {}
  bool ReportContext(const Context& /*context*/) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) totals_.seconds += run.real_accumulated_time;
  }

 private:
  Totals& totals_;
};

}  // namespace

int run_slice(assay_turns& turns, Workload& workload) {
  const auto iterations = static_cast<std::int64_t>(turns.iterations);
  workload.prepare(std::min(iterations, workload.most_prepared()));
  assay_slice_begin(&turns);
  if (iterations > workload.most_prepared()) return assay_slice_end(&turns, run_in_parts(workload, iterations));
  workload.run(iterations);
  return assay_slice_end(&turns, -1);
}

Totals drive(assay_turns& turns, Workload& workload) {
  Totals totals;
  benchmark::RegisterBenchmark("workload", [&](benchmark::State& state) { take_turns(state, turns, workload, totals); })
      ->UseManualTime()
      ->Iterations(planned);
  Closing reporter(totals);
  benchmark::RunSpecifiedBenchmarks(&reporter, "all");
  benchmark::ClearRegisteredBenchmarks();
  return totals;
}

}  // namespace assay::native

// How long a study's nights take to be judged that nobody judged when they were measured, as after `merge`: every value
// of its series from slices, and what each night tells. Usage: bench_catch_up FOLDER, which is made.

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "harness/core/bench/figure.h"
#include "harness/report/night_judge.h"
#include "results/store.h"

namespace {

using namespace assay;

constexpr int kNights = 120;
constexpr int kSeries = 10;
constexpr int kBouts = 10;
constexpr int kRounds = 60;
constexpr int kWarmup = 10;
constexpr int kChanged = 90;  // the night from which on every second series is 3 % slower
constexpr double kDay = 86400;

using Clock = std::chrono::steady_clock;

template <typename Outcome>
auto checked(Outcome outcome) {
  if (outcome) return std::move(*outcome);
  fmt::print(stderr, "bench_catch_up: {}\n", to_string(outcome.error()));
  std::exit(EXIT_FAILURE);
}

void check(const Result<void>& done) {
  if (done) return;
  fmt::print(stderr, "bench_catch_up: {}\n", to_string(done.error()));
  std::exit(EXIT_FAILURE);
}

std::vector<RunCell> cells_of(int series) {
  const std::string workload = fmt::format("bench.work{}", series);
  return {{{workload, {}, {{"side", "anchor"}}}, workload, true, false},
          {{workload, {}, {{"side", "build"}}}, workload, false, false}};
}

ProcessRecord process(const Cell& cell, double log_level, std::mt19937_64& random) {
  std::normal_distribution<double> noise(log_level, 0.01);
  ProcessRecord record;
  record.cell = cell_id(cell);
  record.outcome = Outcome::Measured;
  for (int round = 0; round < kRounds; ++round) {
    const std::int64_t wall = std::llround(1e6 * std::exp(noise(random)));
    const Phase phase = round < kWarmup ? Phase::Warmup : Phase::Steady;
    record.slices.push_back({round, round % 2, phase, true, 25, wall, wall, 4000, 4005, 0, 0, 0});
  }
  return record;
}

StoredBout bout(int night, int series, int attempt, std::mt19937_64& random) {
  std::normal_distribution<double> of_process(0, 0.007);
  const auto cells = cells_of(series);
  const double slower = night >= kChanged && series % 2 == 0 ? 0.03 : 0;
  StoredBout bout;
  bout.group = cells.front().group;
  bout.record.mode = Mode::Turns;
  bout.record.attempt = attempt;
  bout.record.started = kDay * night + attempt;
  bout.record.seconds = 0.2;
  bout.record.processes = {process(cells[0].cell, 0, random),
                           process(cells[1].cell, slower + of_process(random), random)};
  return bout;
}

void measure_night(Store& store, int night, std::mt19937_64& random) {
  RunRow run;
  run.id = fmt::format("night{:03}", night);
  run.kind = "nightly";
  run.title = "bench";
  run.study = {{"nightly", {{"floor_percent", nullptr}}}};
  run.started = kDay * night;
  run.state = "running";
  std::vector<RunCell> cells;
  std::vector<StoredBout> bouts;
  for (int series = 0; series < kSeries; ++series) {
    for (const RunCell& cell : cells_of(series)) cells.push_back(cell);
    for (int attempt = 0; attempt < kBouts; ++attempt) bouts.push_back(bout(night, series, attempt, random));
  }
  check(store.begin_run(run, cells));
  check(store.import_bouts(run.id, bouts));
  check(store.finish_run(run.id, "finished", run.started + 100));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: bench_catch_up FOLDER\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  Store store = checked(Store::open(folder / "nights.db", Store::Access::ReadWrite));
  std::mt19937_64 random(1);
  for (int night = 0; night < kNights; ++night) measure_night(store, night, random);
  const auto start = Clock::now();
  NightHistory history = checked(read_history(store, "bench"));
  const NightRows rows = checked(catch_up(store, history, ""));
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  if (rows.values.size() != std::size_t{kNights} * kSeries || rows.events.size() < kSeries / 2) {
    fmt::print(stderr, "bench_catch_up: {} values and {} events, which are not those of {} nights with five changes\n",
               rows.values.size(), rows.events.size(), kNights);
    return EXIT_FAILURE;
  }
  print({fmt::format("catch-up/{} nights of {} series", kNights, kSeries), seconds, "s", 10, Figure::Sense::AtMost,
         fmt::format("{:.1f} million slices", 1e-6 * kNights * kSeries * kBouts * 2 * kRounds)});
  return EXIT_SUCCESS;
}

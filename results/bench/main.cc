// How fast the store is: commits of bouts as a session makes them, bulk import, and reading for `compare`.
// Usage: bench_store [FOLDER], where the stores are made and removed again.

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <random>

#include "results/store.h"

namespace {

using namespace assay;

constexpr int kRounds = 60;

double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void check(const auto& result) {
  if (result) return;
  fmt::print(stderr, "{}\n", to_string(result.error()));
  std::exit(1);
}

std::vector<RunCell> two_cells() {
  std::vector<RunCell> cells;
  for (const char* blas : {"openblas-serial", "blis-serial"})
    cells.push_back({{"linalg.gemm", {{"n", "512"}, {"type", "d"}}, {{"blas", blas}, {"threads", "1"}}},
                     "linalg.gemm{n=512,type=d}",
                     cells.empty(),
                     false});
  return cells;
}

ProcessRecord process(const Cell& cell, std::mt19937_64& random) {
  std::normal_distribution<double> time(1.1e6, 2e4);
  ProcessRecord process;
  process.cell = cell_id(cell);
  process.outcome = Outcome::Measured;
  process.started = 1.7e9;
  process.facts = {{"executed", "/usr/lib/" + cell.configuration.at("blas")}, {"pages", 4096}};
  process.result = {{"residual", 1e-14}};
  for (int round = 0; round < kRounds; ++round) {
    const auto wall = static_cast<std::int64_t>(time(random));
    process.slices.push_back({round, round % 2, round < 10 ? Phase::Warmup : Phase::Steady, true, 25, wall, wall - 900,
                              3930 + round % 7, 3930 + round % 5, 0, 1, 0});
  }
  return process;
}

StoredBout bout(int attempt, const std::vector<RunCell>& cells, std::mt19937_64& random) {
  StoredBout bout;
  bout.group = cells.front().group;
  bout.record.attempt = attempt;
  bout.record.started = 1.7e9 + attempt;
  bout.record.seconds = 0.15;
  bout.record.cpus = {1};
  bout.record.iterations = 25;
  for (const RunCell& cell : cells) bout.record.processes.push_back(process(cell.cell, random));
  return bout;
}

Store make(const std::filesystem::path& file, const std::vector<RunCell>& cells) {
  Result<Store> store = Store::open(file, Store::Access::ReadWrite);
  check(store);
  RunRow run;
  run.id = "bench";
  run.kind = "run";
  run.state = "running";
  check(store->begin_run(run, cells));
  return std::move(*store);
}

void measure(const std::filesystem::path& folder) {
  const std::vector<RunCell> cells = two_cells();
  std::mt19937_64 random(1);
  std::vector<StoredBout> some;
  for (int attempt = 0; attempt < 1000; ++attempt) some.push_back(bout(attempt, cells, random));

  Store live = make(folder / "live.db", cells);
  const double committing = seconds_of([&] {
    for (const StoredBout& one : some) check(live.commit_bout("bench", one.group, one.record));
  });
  fmt::print("commits of bouts with 2 x 60 slices: {:8.0f} /s (at least 300)\n", 1000 / committing);

  Store bulk = make(folder / "bulk.db", cells);
  constexpr int batches = 84;  // 10.08 million slices
  double importing = 0;
  for (int batch = 0; batch < batches; ++batch) {
    for (StoredBout& one : some) one.record.attempt += batch == 0 ? 0 : 1000;
    importing += seconds_of([&] { check(bulk.import_bouts("bench", some)); });
  }
  const double slices = batches * 1000.0 * 2 * kRounds;
  fmt::print("bulk import: {:.2f} million slices/s (at least 1)\n", slices / importing / 1e6);
  for (const auto& [detail, label] : {std::pair{Detail::Walls, "walls"}, {Detail::Estimates, "estimates"}}) {
    std::int64_t sum = 0;
    const double reading = seconds_of([&] {
      check(bulk.scan("bench", detail, [&](StoredBout& one) { sum += one.record.processes[1].slices[9].wall_ns; }));
    });
    fmt::print("read {} of {:.1f} million slices: {:.3f} s\n", label, slices / 1e6, reading);
  }
  const double summing = seconds_of([&] { check(bulk.summaries("bench")); });
  fmt::print("summaries of {} processes: {:.3f} s\n", batches * 2000, summing);
  fmt::print("bytes per slice: {:.1f}\n", static_cast<double>(file_size(folder / "bulk.db")) / slices);
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path folder =
      std::filesystem::path(argc > 1 ? argv[1] : "/tmp") / fmt::format("bench_store.{}", getpid());
  std::filesystem::create_directories(folder);
  measure(folder);
  std::filesystem::remove_all(folder);
}

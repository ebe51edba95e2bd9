// How fast the store is: commits of bouts as a session makes them, bulk import, and reading for `compare`.
// Usage: bench_store FOLDER, which is made; FOLDER/bulk.db stays: 10 million slices to compare.

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <random>

#include "harness/core/bench/figure.h"
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
  check(store->note_group(run.id, cells.front().group, {{"mode", "turns"}, {"reference_base_ns", 3930}}));
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
  print(Figure{"store/commits of 2 x 60 slices", 1000 / committing, "/s", 300, Figure::Sense::AtLeast,
               "one transaction each"});

  Store bulk = make(folder / "bulk.db", cells);
  constexpr int batches = 84;  // 10.08 million slices
  double importing = 0;
  for (int batch = 0; batch < batches; ++batch) {
    for (StoredBout& one : some) one.record.attempt += batch == 0 ? 0 : 1000;
    importing += seconds_of([&] { check(bulk.import_bouts("bench", some)); });
  }
  const double slices = batches * 1000.0 * 2 * kRounds;
  print(Figure{"store/bulk import", slices / importing / 1e6, "million slices/s", 1, Figure::Sense::AtLeast,
               fmt::format("{:.1f} million slices", slices / 1e6)});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: bench_store FOLDER\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  measure(folder);
  std::filesystem::remove(folder / "live.db");
}

#pragma once

#include <string>
#include <vector>

#include "harness/core/testing.h"
#include "results/store.h"

namespace assay::testing {

using assay::Folder;

inline RunCell cell(const std::string& blas, bool baseline) {
  return {{"linalg.gemm", {{"n", "512"}, {"type", "d"}}, {{"blas", blas}, {"threads", "1"}}},
          "linalg.gemm{n=512,type=d}",
          baseline,
          false};
}

/// Every member set, to values that are none's default.
inline RunRow run(const std::string& id) {
  RunRow row;
  row.id = id;
  row.kind = "run";
  row.title = "Which BLAS?";
  row.fingerprint = "f00d";
  row.study = {{"command", {"assay", "run", "x.toml"}}, {"decision", {{"rule", "estimate"}, {"care_percent", 2}}}};
  row.host = {{"id", "0123456789abcdef"}, {"name", "lab1"}, {"kernel", "6.1"}};
  row.subjects = {{"blas", {{"reference", {{"version", "3.11"}}}}}};
  row.seed = 18446744073709551615U;
  row.started = 1700000000.25;
  row.state = "running";
  return row;
}

/// `wall_ns` of each steady slice, 1000 iterations each, after one warm-up slice of ten times that.
inline ProcessRecord process(const RunCell& of, const std::vector<std::int64_t>& wall_ns) {
  ProcessRecord process;
  process.cell = cell_id(of.cell);
  process.outcome = Outcome::Measured;
  process.started = 1700000001.5;
  process.facts = {{"executed", "/lib/" + of.cell.configuration.at("blas") + ".so"}};
  Slice slice;
  slice.phase = Phase::Warmup;
  slice.iterations = 1000;
  slice.wall_ns = wall_ns.front() * 10;
  process.slices.push_back(slice);
  for (const std::int64_t wall : wall_ns) {
    slice = Slice{};
    slice.round = static_cast<int>(process.slices.size());
    slice.iterations = 1000;
    slice.wall_ns = wall;
    slice.cpu_ns = wall - 100;
    slice.reference_before_ns = slice.reference_after_ns = 4000;
    process.slices.push_back(slice);
  }
  return process;
}

inline BoutRecord bout(int attempt, std::vector<ProcessRecord> processes) {
  BoutRecord bout;
  bout.attempt = attempt;
  bout.started = 1700000001 + attempt;
  bout.seconds = 0.5;
  bout.cpus = {2, 3};
  bout.iterations = 1000;
  bout.processes = std::move(processes);
  return bout;
}

}  // namespace assay::testing

#include "dashboards/testing/sample_report.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

CellReport cell(const std::string& workload, const Parameters& parameters, const Configuration& configuration,
                double seconds, const std::string& executed) {
  CellReport made;
  made.cell = {.workload = workload, .parameters = parameters, .configuration = configuration};
  made.id = cell_id(made.cell);
  made.group = workload_name(made.cell);
  made.outcome = Outcome::Measured;
  made.seconds = Seconds{seconds, seconds * 0.99, seconds * 1.02};
  made.processes = 6;
  made.slices = 300;
  made.undisturbed = 0.83;
  made.executed = executed;
  return made;
}

EffectReport effect(const std::string& factor, const std::string& from, const std::string& to,
                    const std::string& workload, const std::string& verdict, std::optional<Estimate> estimate) {
  EffectReport made;
  made.factor = factor;
  made.from = from;
  made.to = to;
  made.workload = workload;
  made.verdict = verdict;
  made.effect = estimate;
  made.bouts = 9;
  made.noise = {.name = "QUIET", .mde90_percent = 0.7};
  return made;
}

std::vector<CellReport> sample_cells() {
  std::vector<CellReport> cells = {
      cell("linalg.gemm", {{"n", "512"}, {"type", "d"}}, {{"blas", "reference"}, {"threads", "1"}}, 0.0441,
           "/usr/lib/libblas.so.3"),
      cell("linalg.gemm", {{"n", "512"}, {"type", "d"}}, {{"blas", "openblas-pthread"}, {"threads", "1"}}, 0.00523,
           "/usr/lib/libopenblas.so.0"),
      cell("linalg.svd", {{"n", "256"}}, {{"blas", "</script><script>alert(1)</script>"}, {"threads", "1"}}, 0.0093,
           "/tmp/\"quoted\" & 'odd'"),
      cell("python.call", {}, {{"route", "exe"}, {"threads", "1"}}, 4.1e-8, "/usr/bin/python3.11")};
  cells[0].baseline = true;
  cells[1].against_baseline = Estimate{-88.1, -88.4, -87.9};
  cells[1].rate = Rate{51.3e9, "flop"};
  cells[2].outcome = Outcome::Crashed;
  cells[2].detail = "SIGSEGV <here>";
  cells[2].seconds.reset();
  cells[3].emulated = true;
  cells[3].notes = {{"no-steady-state", "goes on changing <to> the end"}};
  return cells;
}

/// Two factors, of whose combinations one is missing.
ExplainedReport sample_explained() {
  ExplainedReport made;
  made.group = "linalg.gemm{n=512,type=d}";
  made.factors = {"blas", "threads"};
  made.cells = 3;
  made.missing = 1;
  made.terms = {
      {{"blas"}, 0.912, {}, {{{{"blas", "reference"}}, {{"blas", "<i>"}}, Estimate{-88.1, -88.4, -87.9}, {}}}},
      {{"threads"}, 0.07, {}, {{{{"threads", "1"}}, {{"threads", "2"}}, std::nullopt, {{"blas", "threads"}}}}},
      {{"blas", "threads"}, 0.0175, {}, {{{}, {{"blas", "<i>"}, {"threads", "2"}}, Estimate{4.2, 3.1, 5.3}, {}}}}};
  made.bout_to_bout = 0.0005;
  return made;
}

}  // namespace

RunReport sample_report() {
  RunReport report;
  report.command = "run";
  report.version = "0.1.0";
  report.run = "20261121-a1b2";
  report.title = "Which BLAS? <b>{{data}}</b>";
  report.command_line = "assay run 'first look.toml' --title \"<&>\"";
  report.state = "finished";
  report.host = {{"architecture", "x86_64"},
                 {"cpu",
                  {{"vendor_id", "AuthenticAMD"},
                   {"cpu family", "25"},
                   {"model", "17"},
                   {"stepping", "1"},
                   {"model name", "AMD EPYC 9R14"}}},
                 {"kernel", "6.1.0-18-amd64"}};
  report.subjects = {{"blas", {{"openblas-pthread", {{"version", "0.3.21"}}}}}};
  report.seed = 7;
  report.started = 1795264800;
  report.seconds = 125;
  report.cells = sample_cells();
  report.effects = {
      effect("blas", "reference", "openblas-pthread", "linalg.gemm", "changed", Estimate{-88.1, -88.4, -87.9}),
      effect("blas", "reference", "openblas-pthread", "linalg.svd", "undecided", Estimate{-1.24, -3.1, 0.7}),
      effect("blas", "reference", "</script><img src=x>", "linalg.svd", "failed", std::nullopt),
      effect("route", "exe", "embed", "python.call", "changed", Estimate{21.4, 20.9, 21.9})};
  report.effects[2].why = "crashed: \"SIGSEGV\" <tag>";
  report.effects[0].why = "the interval is as narrow as asked for";
  report.effects[0].strata = 2;
  report.effects[0].range = EffectReport::Range{-91.5, -80};
  report.effects[1].why = "time was up";
  report.effects[1].replicas = 5;
  report.effects[1].mode = Mode::SharedCpu;
  report.effects[1].mode_why = "turns disturb it";
  report.effects[1].notes = {{"neighbour", "-1.3 % alone, +4 % beside a <busy> sibling"}, {"replicas", "re-link it"}};
  report.effects[3].parameters = {{"depth", "3"}};
  report.effects[3].where = {{"python", "3.11"}};
  report.scores = {{.factor = "blas",
                    .from = "reference",
                    .to = "openblas-pthread",
                    .where = {},
                    .effect = {-66, -70, -61},
                    .workloads = 2}};
  report.explained = {sample_explained()};
  report.host_records = {HostRecord{2, {.changed = 2, .same = 117, .undecided = 1}}};
  report.notes = {"threads does not reach python.call & was dropped"};
  return report;
}

}  // namespace assay

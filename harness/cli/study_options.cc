#include "harness/cli/study_options.h"

#include <CLI/CLI.hpp>
#include <optional>
#include <random>

#include "harness/core/paths.h"
#include "harness/host/usable_cpus.h"

namespace assay {
namespace {

/// An option that may be repeated and takes one word each time, so that it leaves ab's KEY=LEVEL words alone.
CLI::Option* repeated(CLI::App& app, const char* name, std::vector<std::string>& into, const char* about,
                      const char* type) {
  return app.add_option(name, into, about)->type_name(type)->allow_extra_args(false);
}

}  // namespace

void add_measuring_options(CLI::App& app, StudyOptions& options) {
  repeated(app, "--workload", options.workloads, "What to measure: linalg.gemm{n=256,512}, python.*, tag:startup",
           "PATTERN");
  repeated(app, "--set", options.set, "A level that holds for all cells: threads=1", "KEY=LEVEL");
  app.add_option("--care", options.care, "The smallest difference you care about (2 %); a smaller one takes longer")
      ->type_name("PERCENT");
  app.add_option("--max-time", options.max_time, "Stop measuring after this: 90s, 10m, 1h")->type_name("DURATION");
}

void add_study_options(CLI::App& app, StudyOptions& options) {
  app.add_option("STUDY", options.file, "A study file (TOML); or describe the study by options")->type_name("");
  add_measuring_options(app, options);
  repeated(app, "--factor", options.factors,
           "What to vary: blas=openblas-pthread,blis-pthread; repeat it for flags, paths and env.NAME",
           "KEY=LEVEL,LEVEL");
  app.add_option("--width", options.width, "Stop when the intervals are this narrow")->type_name("PERCENT");
}

void add_gate_options(CLI::App& app, GateOptions& options) {
  app.remove_option(app.get_option("--width"));  // a gate stops when it has decided
  app.get_option("--care")->description("In a gate another word for the floor of all workloads");
  app.add_option("--rules", options.rules, "A rule file: the table [gate], instead of the study's own")
      ->type_name("FILE");
  repeated(app, "--floor", options.floors, "The smallest change that fails: '1 %' for all, 'python.*=0.5 %' for some",
           "PERCENT");
  app.add_option("--sided", options.sided, "What fails: slower only (default), or both slower and faster")
      ->type_name("slower|both");
  app.add_option("--noisy", options.noisy,
                 "What was too noisy to tell, or stayed undecided: refuse (default, status 3) or let pass")
      ->type_name("refuse|pass");
  app.add_option("--anchor", options.anchor,
                 "An anchor that is not what it was in the run before: refuse (same, default) or take it (any)")
      ->type_name("same|any");
}

void add_side_options(CLI::App& app, StudyOptions& options) {
  app.add_option("SIDES", options.sides,
                 "KEY=LEVEL words; the first mention of a key is A's, the second B's, one both's")
      ->type_name("");
  app.add_option("--command", options.commands, "Two whole commands to compare, each in quotes")
      ->type_name("A B")
      ->expected(2)
      ->allow_extra_args(false);
  app.add_option("--replicas", options.replicas,
                 "Compare over so many re-links of what Assay compiles; use it for a change below 2 %")
      ->type_name("N");
}

void add_skip_missing(CLI::App& app, bool& skip_missing) {
  app.add_flag("--skip-missing", skip_missing, "Leave out what is not installed here, and say so");
}

Checked<const Catalog*> installed_catalog() {
  static const Checked<Catalog> catalog = Catalog::read(installation().suites);
  if (!catalog) return tl::unexpected(catalog.error());
  return &*catalog;
}

Checked<Plan> plan_for(const StudyOptions& options, const Common& common, bool skip_missing) {
  const auto [study, errors] = study_from_options(options);
  const auto catalog = installed_catalog();
  if (!catalog) return tl::unexpected(catalog.error());
  const PlanOptions plan_options{common.seed.value_or(fresh_seed()), skip_missing};
  return make_plan(study, **catalog, HostView{usable_cpus()}, plan_options, errors);
}

std::uint64_t fresh_seed() {
  std::random_device device;
  return ((static_cast<std::uint64_t>(device()) << 32) | device()) & ((std::uint64_t{1} << 53) - 1);
}

}  // namespace assay

#include "harness/catalog/pyperformance.h"

#include <fstream>

#include "harness/catalog/manifest.h"
#include "harness/core/json.h"
#include "harness/core/paths.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

constexpr int kIndexFormat = 1;  // of suites/pyperformance/make_index.py
constexpr const char* kNextStep = "run scripts/prepare-pyperformance";

PyperformanceBenchmark benchmark_from(const Json& json) {
  return {.name = json.at("name"),
          .about = json.at("about"),
          .script = json.at("script").get<std::string>(),
          .arguments = json.at("arguments"),
          .benchmark = json.at("benchmark"),
          .tags = json.at("tags"),
          .requires_python = json.at("requires_python"),
          .modules = json.at("modules"),
          .packages = json.at("packages")};
}

Workload workload_from(const Manifest& manifest, const PyperformanceBenchmark& benchmark) {
  Workload workload = workload_of(manifest, benchmark.name);
  workload.about = benchmark.about.empty() ? "pyperformance's " + benchmark.name : benchmark.about;
  workload.file = benchmark.script;
  workload.tags.insert(workload.tags.end(), benchmark.tags.begin(), benchmark.tags.end());
  workload.tags.push_back(benchmark.packages.empty() ? "stdlib-only" : "third-party");
  return workload;
}

/// Stands for all of them until they are known, so that asking for one is answered with the next step.
Workload stand_in(const Manifest& manifest, const Error& error) {
  Workload workload = workload_of(manifest, "unprepared");
  workload.about = manifest.about;
  workload.unsupported = to_string(error);
  return workload;
}

Checked<std::vector<Workload>> find(const Manifest& manifest) {
  const auto benchmarks = read_pyperformance_index(pyperformance_index());
  if (!benchmarks) return std::vector<Workload>{stand_in(manifest, benchmarks.error())};
  std::vector<Workload> workloads;
  for (const PyperformanceBenchmark& benchmark : *benchmarks) workloads.push_back(workload_from(manifest, benchmark));
  return workloads;
}

const DiscoveryRegistration pyperformance_discovery({"pyperformance", &find});

}  // namespace

fs::path pyperformance_index() {
  return user_data_dir() / "pyperformance/index.json";
}

Result<std::vector<PyperformanceBenchmark>> read_pyperformance_index(const fs::path& index) {
  std::ifstream stream(index);
  if (!stream) return fail("the pyperformance package is not prepared", index.string(), kNextStep);
  try {
    const Json json = Json::parse(stream);
    if (json.at("format") != kIndexFormat) return fail("is of another version of Assay", index.string(), kNextStep);
    std::vector<PyperformanceBenchmark> benchmarks;
    for (const Json& one : json.at("benchmarks")) benchmarks.push_back(benchmark_from(one));
    return benchmarks;
  } catch (const Json::exception& error) {
    return fail(std::string("cannot be read: ") + error.what(), index.string(), kNextStep);
  }
}

}  // namespace assay

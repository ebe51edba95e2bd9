#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/catalog/workload.h"
#include "harness/core/error.h"

namespace assay {

/// A suite's suite.toml: what holds for all its workloads unless they say otherwise.
struct Manifest {
  std::string suite;  ///< the folder's name
  std::filesystem::path folder;
  std::string about;
  std::string kind;
  std::vector<std::string> factors;
  std::vector<std::string> tags;  ///< of all its workloads, beside their own
  std::string discover;           ///< who finds further workloads (`pyperformance`); empty: nobody
};

/// A workload with the manifest's defaults, for discoverers to complete.
Workload workload_of(const Manifest& manifest, const std::string& name);

/// Finds workloads that have no file in the suite's folder. One file each in this folder; it registers itself.
struct Discovery {
  std::string name;  ///< as in `discover = "pyperformance"`
  Checked<std::vector<Workload>> (*find)(const Manifest& manifest);
};

struct DiscoveryRegistration {
  explicit DiscoveryRegistration(Discovery discovery);
};

/// Of one suite: [[workload]] tables, the files with a workload block, and what is discovered.
Checked<std::vector<Workload>> read_suite(const std::filesystem::path& folder);

}  // namespace assay

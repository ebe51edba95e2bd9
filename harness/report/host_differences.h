#pragma once

#include <string>
#include <vector>

#include "harness/core/json.h"
#include "results/store.h"

namespace assay {

/// A fact of the host in which runs differ: `kernel`, `cpu.microcode`, `governor`, `cgroup_cpus`.
struct HostDifference {
  struct Value {
    std::string text;               ///< as stored; `unknown` where it was not read
    std::vector<std::string> runs;  ///< in their order
  };
  std::string fact;
  std::vector<Value> values;  ///< in order of appearance
};

/// Those that matter most first. What changes from moment to moment (load) is left out.
std::vector<HostDifference> host_differences(const std::vector<RunRow>& runs);

/// `the hosts of these runs differ in kernel (6.1.0-18 in 2 runs, 6.1.0-20 in 1), …`; empty where they do not.
std::string differences_sentence(const std::vector<HostDifference>& differences);
Json to_json(const HostDifference& difference);

}  // namespace assay

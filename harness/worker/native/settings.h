#pragma once

#include <optional>
#include <string>

#include "harness/core/cell.h"
#include "harness/core/json.h"
#include "harness/worker/native/library.h"
#include "harness/worker/native/outcome.h"

namespace assay::native {

/// The configuration that the leader hands over: what harness/factors/kind_native.cc writes.
///   {"workload": "linalg.gemm", "parameters": {"n": "512"}, "blas": {"library": path, "preload": [path…], "lapack":
///   path,
///    "provider": name, "threads": 4}, "subject": {…}}
struct Settings {
  std::string workload;
  Parameters parameters;
  std::optional<Wanted> blas;  ///< none for a workload that needs no library
  Json subject;                ///< what the driver knows of the library; handed back with the facts
};

Attempt<Settings> settings_from(const std::string& json);

}  // namespace assay::native

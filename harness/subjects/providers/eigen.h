#pragma once

#include "harness/subjects/compile.h"
#include "harness/subjects/providers/provider.h"

namespace assay {

/// The folder that holds `Eigen/Core`, the system's or an unpacked package's.
std::optional<std::filesystem::path> eigen_headers(const Places& places);

/// Eigen behind BLAS's names, compiled for a configuration. An error where the headers are missing, where the compiler
/// makes code for another architecture than `places`, or where it fails.
Result<Compiled> compile_eigen(const Compiler& compiler, const std::vector<std::string>& flags,
                               const std::string& replica, const Places& places);

}  // namespace assay

#pragma once

#include "harness/core/cell.h"
#include "harness/subjects/compile.h"
#include "harness/subjects/providers/provider.h"

namespace assay {

/// The folder that holds `Eigen/Core`, the system's or an unpacked package's.
std::optional<std::filesystem::path> eigen_headers(const Places& places);

/// The source that a cell's workload and type name: `svd_d.cc`.
std::string eigen_source(const Cell& cell);

/// Which sources of suites/linalg/eigen a cell needs: its own (a decomposition takes the compiler 20 s), and what
/// belongs to no workload.
std::vector<std::string> eigen_sources(const std::filesystem::path& folder, const Cell& cell);

/// Eigen behind BLAS's names, compiled for a cell's configuration. An error where the headers are missing, where the
/// compiler makes code for another architecture than `places`, or where it fails.
Result<Compiled> compile_eigen(const Build& build, const Places& places);

}  // namespace assay

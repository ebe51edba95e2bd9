#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/core/error.h"

namespace assay {

/// A benchmark of the installed pyperformance package: a script, what it is given, and which of its benchmarks is
/// meant.
struct PyperformanceBenchmark {
  std::string name;  ///< as pyperformance reports it
  std::string about;
  std::filesystem::path script;
  std::vector<std::string> arguments;
  std::string benchmark;  ///< the script's own name for it; empty: its first
  std::vector<std::string> tags;
  std::string requires_python;        ///< `>=3.12`
  std::vector<std::string> modules;   ///< of the standard library that newer releases lack
  std::vector<std::string> packages;  ///< pinned requirements beyond the standard library
};

/// Written by scripts/prepare-pyperformance below the user's data.
std::filesystem::path pyperformance_index();

/// Every benchmark in the index; an index that is not there, or of another format, names the script that writes it.
Result<std::vector<PyperformanceBenchmark>> read_pyperformance_index(const std::filesystem::path& index);

}  // namespace assay

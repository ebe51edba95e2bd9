#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/error.h"
#include "harness/core/json.h"

namespace assay {

/// An interpreter users can start, with what was read from the thing itself.
struct Python {
  std::string name;                              ///< `python3.11`; a path where that is ambiguous
  std::filesystem::path executable;              ///< the real file, or the venv's python3
  std::string version;                           ///< `3.11.2`
  std::optional<std::filesystem::path> library;  ///< the libpython of the same build or release, for the embed route
  std::string library_missing;                   ///< why there is none
  Json facts = Json::object();                   ///< build id, NEEDED, PIE, compiler, configure arguments, …
};

/// A library that provides BLAS (and perhaps LAPACK) routines.
struct Blas {
  std::string name;                             ///< `openblas-pthread`, or the path that was given
  std::string provider;                         ///< `openblas`, `blis`, `reference`, `eigen`, `unknown`
  std::string threading;                        ///< `serial`, `pthread`, `openmp`
  std::filesystem::path library;                ///< empty for `eigen` until it is compiled
  std::vector<std::filesystem::path> preload;   ///< dlopened globally before, in this order
  std::optional<std::filesystem::path> lapack;  ///< where LAPACK comes from when not from `library`
  std::string package;                          ///< the package that brings it, if it is not here
  bool compiled_on_demand = false;
  bool present = true;
  Json facts = Json::object();
};

struct Compiler {
  std::string name;  ///< `g++-12`
  std::filesystem::path path;
  std::string version;
  std::string target;  ///< `x86_64-linux-gnu`
};

/// Finds by name or path; what is not known is an error with the near names and the package that brings it.
std::vector<Python> find_pythons();
Result<Python> find_python(const std::string& name_or_path);
std::vector<Blas> find_blas();
Result<Blas> find_blas(const std::string& name_or_path);
std::vector<Compiler> find_compilers();
Result<Compiler> find_compiler(const std::string& name_or_path);

}  // namespace assay

#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/cell.h"
#include "harness/subjects/compile.h"
#include "harness/subjects/subjects.h"

namespace assay {

/// Where libraries of one architecture are looked for: the system's, then the packages that scripts/fetch-packages has
/// unpacked for us (an installed one would have switched the system's alternatives).
struct Places {
  std::string architecture;        ///< `x86_64`, `aarch64`
  std::filesystem::path system;    ///< the system's root; another one in tests
  std::filesystem::path packages;  ///< root of the unpacked packages

  /// Folders of libraries, first choice first: `/usr/lib/x86_64-linux-gnu`, ….
  std::vector<std::filesystem::path> folders() const;
  /// The first of the folders' `relative` that exists.
  std::optional<std::filesystem::path> find(const std::filesystem::path& relative) const;
};

/// This machine's places for an architecture.
Places places_for(const std::string& architecture);

/// What a library that is compiled on demand is compiled for.
struct Build {
  Cell cell;
  Compiler compiler;
  std::vector<std::string> flags;
  std::string replica = "0";
  Announce announce = {};
};

/// A BLAS and its variants. One file each in this folder; it registers itself with `ProviderRegistration`.
class Provider {
 public:
  virtual ~Provider() = default;
  virtual std::vector<std::string> names() const = 0;  ///< `openblas-pthread`, `openblas-openmp`, …
  /// One of its names at these places; `present` is false where the library is not there.
  virtual Blas find(const std::string& name, const Places& places) const = 0;
  /// Of one that is `compiled_on_demand`.
  virtual Result<Compiled> build(const Build& build, const Places& places) const;
};

struct ProviderRegistration {
  explicit ProviderRegistration(std::unique_ptr<Provider> provider);
};

/// The BLAS of a name, or of a path to a library that nobody here knows.
Result<Blas> find_blas(const std::string& name_or_path, const Places& places);
std::vector<Blas> find_blas(const Places& places);
std::vector<std::string> blas_names();

/// Compiles a BLAS that is `compiled_on_demand`.
Result<Compiled> build_blas(const Blas& blas, const Build& build, const Places& places);

/// A shared library given by its path: whatever exports CBLAS's or Fortran's names. (unknown.cc)
Result<Blas> unknown_blas(const std::filesystem::path& path, const Places& places);

/// The error for a BLAS that is known but not here: its package, and how to get it.
Error missing(const Blas& blas);

/// LAPACK from netlib, where a BLAS has none of its own: `lapack/liblapack.so.3`.
std::optional<std::filesystem::path> netlib_lapack(const Places& places);

}  // namespace assay

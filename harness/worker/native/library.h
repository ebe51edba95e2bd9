#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/core/json.h"
#include "harness/worker/native/outcome.h"

namespace assay::native {

/// What the configuration asks for, as the driver found it.
struct Wanted {
  std::string library;                ///< a path
  std::vector<std::string> preload;   ///< loaded globally before `lapack`, so that it binds them and no other BLAS
  std::optional<std::string> lapack;  ///< where LAPACK comes from when not from `library`
  std::string provider;
  int threads = 1;
};

/// A routine that was found, and the file whose code it is.
struct Routine {
  void* address = nullptr;
  std::string name;  ///< as exported: `cblas_dgemm`, `dgesdd_`
  std::string file;  ///< canonical path, by dladdr
};

/// The libraries of one process. They stay loaded until it ends.
class Library {
 public:
  /// Loads `wanted.library` alone; LAPACK follows with the first routine of it that is asked for.
  static Attempt<Library> load(Wanted wanted);
  /// For a workload that needs no library: it has no symbol at all.
  static Attempt<Library> none() { return Library({}, nullptr); }

  /// The first of `names` that the library exports, which must be that file's own code.
  Attempt<Routine> blas(const std::vector<std::string>& names) const;
  /// The same for LAPACK, from the library itself or from `wanted.lapack`, whose BLAS calls must then reach `library`
  /// or its `preload`.
  Attempt<Routine> lapack(const std::vector<std::string>& names);

  /// Null where the library has no such symbol.
  void* symbol(const char* name) const;
  const Wanted& wanted() const { return wanted_; }
  /// What the library says of itself and, with LAPACK of its own, what that one calls.
  Json facts() const;

 private:
  explicit Library(Wanted wanted, void* handle) : wanted_(std::move(wanted)), handle_(handle) {}
  Attempt<void*> load_lapack();

  Wanted wanted_;
  void* handle_ = nullptr;
  void* lapack_ = nullptr;
  std::string blas_of_lapack_;  ///< the file that answers LAPACK's calls of BLAS
};

/// The canonical path of the mapped file that holds an address; empty where there is none.
std::string file_of(const void* address);

}  // namespace assay::native

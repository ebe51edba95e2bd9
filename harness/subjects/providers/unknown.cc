#include "harness/subjects/elf.h"
#include "harness/subjects/providers/provider.h"

namespace assay {
namespace fs = std::filesystem;

Result<Blas> unknown_blas(const fs::path& path, const Places& places) {
  auto elf = read_shared_library(path, places.architecture);
  if (!elf) return tl::unexpected(elf.error());
  if (!exports_any(path, {"cblas_dgemm", "cblas_sgemm", "dgemm_", "sgemm_", "dgesdd_", "sgesdd_"}))
    return fail("a shared library without BLAS: it exports no cblas_dgemm and no dgemm_", path,
                "name the library itself, not one that merely uses it");
  return Blas{.name = path,
              .provider = "unknown",
              .threading = "",
              .library = fs::absolute(path).lexically_normal(),
              .preload = {},
              .lapack = std::nullopt,
              .package = {}};
}

}  // namespace assay

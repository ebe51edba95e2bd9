#include <fmt/format.h>

#include "harness/subjects/providers/provider.h"

namespace assay {
namespace {

/// OpenBLAS: CBLAS, Fortran BLAS and LAPACK in one library, in three builds that lie side by side.
class OpenBlas : public Provider {
 public:
  std::vector<std::string> names() const override { return {"openblas-pthread", "openblas-openmp", "openblas-serial"}; }

  Blas find(const std::string& name, const Places& places) const override {
    const auto library = places.find(std::filesystem::path(name) / "libopenblas.so.0");
    return {.name = name,
            .provider = "openblas",
            .threading = name.substr(name.find('-') + 1),
            .library = library.value_or(""),
            .preload = {},
            .lapack = std::nullopt,
            .package = fmt::format("libopenblas0-{}", name.substr(name.find('-') + 1)),
            .present = library.has_value()};
  }
};

const ProviderRegistration openblas_registration(std::make_unique<OpenBlas>());

}  // namespace
}  // namespace assay

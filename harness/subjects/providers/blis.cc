#include <fmt/format.h>

#include "harness/subjects/providers/provider.h"

namespace assay {
namespace {

/// BLIS: BLAS without LAPACK. netlib's LAPACK goes with it; that one asks for a `libblas.so.3`, which on most machines
/// is an alternative that leads to OpenBLAS. BLIS's own libblas.so.3, loaded before, takes its place.
class Blis : public Provider {
 public:
  std::vector<std::string> names() const override { return {"blis-pthread", "blis-openmp", "blis-serial"}; }

  Blas find(const std::string& name, const Places& places) const override {
    const std::filesystem::path folder = name;
    const auto library = places.find(folder / "libblis.so.4");
    const auto shim = places.find(folder / "libblas.so.3");
    Blas blas{.name = name,
              .provider = "blis",
              .threading = name.substr(name.find('-') + 1),
              .library = library.value_or(""),
              .preload = {},
              .lapack = std::nullopt,
              .package = fmt::format("libblis4-{}", name.substr(name.find('-') + 1)),
              .present = library.has_value()};
    if (shim) {
      blas.preload = {*shim};
      blas.lapack = netlib_lapack(places);
    }
    return blas;
  }
};

const ProviderRegistration blis_registration(std::make_unique<Blis>());

}  // namespace
}  // namespace assay

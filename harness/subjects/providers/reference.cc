#include "harness/subjects/providers/provider.h"

namespace assay {
namespace {

/// netlib's reference BLAS and LAPACK, serial. LAPACK's `libblas.so.3` is the one that is loaded already.
class Reference : public Provider {
 public:
  std::vector<std::string> names() const override { return {"reference"}; }

  Blas find(const std::string& name, const Places& places) const override {
    const auto library = places.find("blas/libblas.so.3");
    return {.name = name,
            .provider = "reference",
            .threading = "serial",
            .library = library.value_or(""),
            .preload = {},
            .lapack = netlib_lapack(places),
            .package = "libblas3 liblapack3",
            .present = library.has_value()};
  }
};

const ProviderRegistration reference_registration(std::make_unique<Reference>());

}  // namespace
}  // namespace assay

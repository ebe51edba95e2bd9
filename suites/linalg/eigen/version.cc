#include <Eigen/Core>
#include <string>

#include "exported.h"

#define TEXT_OF(value) #value
#define TEXT(value) TEXT_OF(value)

/// Read back by the worker: which Eigen, and for which instructions it was compiled.
ASSAY_EXPORTED const char* assay_blas_version() {
  static const std::string version =
      std::string("Eigen " TEXT(EIGEN_WORLD_VERSION) "." TEXT(EIGEN_MAJOR_VERSION) "." TEXT(EIGEN_MINOR_VERSION) ", ") +
      Eigen::SimdInstructionSetsInUse();
  return version.c_str();
}

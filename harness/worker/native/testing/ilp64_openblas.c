#include "gemm.h"

/* Says that its integers have 64 bits, under the names that others use for 32. */
ASSAY_TEST_GEMM(cblas_dgemm, double)

const char* openblas_get_config(void);
const char* openblas_get_config(void) {
  return "OpenBLAS 0.3.21 USE64BITINT DYNAMIC_ARCH";
}

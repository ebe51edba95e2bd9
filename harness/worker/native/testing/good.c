#include "gemm.h"

ASSAY_TEST_GEMM(cblas_dgemm, double)
ASSAY_TEST_GEMM(cblas_sgemm, float)

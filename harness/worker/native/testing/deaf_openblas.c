#include "gemm.h"

/* Takes a number of threads and uses two. */
ASSAY_TEST_GEMM(cblas_dgemm, double)

int openblas_get_num_threads(void);
int openblas_get_num_threads(void) {
  return 2;
}
void openblas_set_num_threads(int threads);
void openblas_set_num_threads(int threads) {
  (void)threads;
}

const char* openblas_get_corename(void);
const char* openblas_get_corename(void) {
  return "Prescott";
}

#include "gemm.h"

/* Forgets the last element of one inner product. */
ASSAY_TEST_GEMM(right_dgemm, double)

void cblas_dgemm(int order, int ta, int tb, int m, int n, int k, double alpha, const double* a, int lda,
                 const double* b, int ldb, double beta, double* c, int ldc);
void cblas_dgemm(int order, int ta, int tb, int m, int n, int k, double alpha, const double* a, int lda,
                 const double* b, int ldb, double beta, double* c, int ldc) {
  right_dgemm(order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  c[m - 1] -= alpha * a[m - 1 + (k - 1) * lda] * b[k - 1];
}

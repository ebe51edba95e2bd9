#pragma once

/* C = alpha A B + beta C by columns, without transposition: all that the workload asks for. */
#define ASSAY_TEST_GEMM(name, T)                                                                                       \
  void name(int order, int ta, int tb, int m, int n, int k, T alpha, const T* a, int lda, const T* b, int ldb, T beta, \
            T* c, int ldc);                                                                                            \
  void name(int order, int ta, int tb, int m, int n, int k, T alpha, const T* a, int lda, const T* b, int ldb, T beta, \
            T* c, int ldc) {                                                                                           \
    (void)order, (void)ta, (void)tb;                                                                                   \
    for (int j = 0; j < n; ++j)                                                                                        \
      for (int i = 0; i < m; ++i) {                                                                                    \
        T sum = 0;                                                                                                     \
        for (int l = 0; l < k; ++l) sum += a[i + l * lda] * b[l + j * ldb];                                            \
        c[i + j * ldc] = alpha * sum + (beta == 0 ? 0 : beta * c[i + j * ldc]);                                        \
      }                                                                                                                \
  }

#include "svd.h"

ASSAY_EXPORTED void dgesdd_(const char* job, const int* m, const int* n, double* a, const int* lda, double* s,
                            double* u, const int* ldu, double* vt, const int* ldvt, double* work, const int* lwork,
                            int* iwork, int* info, std::size_t job_length) {
  (void)iwork, (void)job_length;
  assay_eigen::gesdd(*job, *m, *n, a, *lda, s, u, *ldu, vt, *ldvt, work, *lwork, info);
}

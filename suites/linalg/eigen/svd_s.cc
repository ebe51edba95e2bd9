#include "svd.h"

ASSAY_EXPORTED void sgesdd_(const char* job, const int* m, const int* n, float* a, const int* lda, float* s, float* u,
                            const int* ldu, float* vt, const int* ldvt, float* work, const int* lwork, int* iwork,
                            int* info, std::size_t job_length) {
  (void)iwork, (void)job_length;
  assay_eigen::gesdd(*job, *m, *n, a, *lda, s, u, *ldu, vt, *ldvt, work, *lwork, info);
}

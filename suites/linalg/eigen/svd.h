#pragma once

#include <Eigen/SVD>
#include <algorithm>

#include "gemm.h"

namespace assay_eigen {

/// LAPACK's gesdd for job N, S and A by Eigen's own divide and conquer. Eigen allocates its work space itself, within
/// the call, as it does for its users.
template <typename T>
void gesdd(char job, int m, int n, T* a, int lda, T* s, T* u, int ldu, T* vt, int ldvt, T* work, int lwork, int* info) {
  *info = job != 'N' && job != 'S' && job != 'A' ? -1 : 0;
  if (*info != 0) return;
  work[0] = 1;
  if (lwork == -1) return;
  const unsigned options = job == 'N'   ? 0U
                           : job == 'S' ? unsigned{Eigen::ComputeThinU} | unsigned{Eigen::ComputeThinV}
                                        : unsigned{Eigen::ComputeFullU} | unsigned{Eigen::ComputeFullV};
  const Eigen::BDCSVD<Dense<T>> svd(View<T>(a, m, n, Eigen::OuterStride<>(lda)), options);
  *info = svd.info() == Eigen::Success ? 0 : 1;
  if (*info != 0) return;
  std::copy_n(svd.singularValues().data(), std::min(m, n), s);
  if (job == 'N') return;
  View<T>(u, m, svd.matrixU().cols(), Eigen::OuterStride<>(ldu)) = svd.matrixU();
  View<T>(vt, svd.matrixV().cols(), n, Eigen::OuterStride<>(ldvt)) = svd.matrixV().transpose();
}

}  // namespace assay_eigen

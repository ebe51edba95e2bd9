#pragma once

#include <Eigen/Core>

#include "exported.h"

namespace assay_eigen {

enum { row_major = 101, transposed = 112, conjugate_transposed = 113 };  // of the CBLAS interface

template <typename T>
using Dense = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <typename T>
using View = Eigen::Map<Dense<T>, Eigen::Unaligned, Eigen::OuterStride<>>;
template <typename T>
using ConstView = Eigen::Map<const Dense<T>, Eigen::Unaligned, Eigen::OuterStride<>>;

template <typename T, typename A, typename B>
void multiply(T alpha, const A& a, const B& b, T beta, View<T>& c) {
  if (beta == T(0)) {
    c.noalias() = alpha * (a * b);
    return;
  }
  if (beta != T(1)) c *= beta;
  c.noalias() += alpha * (a * b);
}

/// C = alpha op(A) op(B) + beta C. By rows it is the transposed product of what lies there by columns.
template <typename T>
void gemm(int order, int trans_a, int trans_b, int m, int n, int k, T alpha, const T* a, int lda, const T* b, int ldb,
          T beta, T* c, int ldc) {
  if (order == row_major) return gemm(102, trans_b, trans_a, n, m, k, alpha, b, ldb, a, lda, beta, c, ldc);
  const bool ta = trans_a == transposed || trans_a == conjugate_transposed;
  const bool tb = trans_b == transposed || trans_b == conjugate_transposed;
  const ConstView<T> left(a, ta ? k : m, ta ? m : k, Eigen::OuterStride<>(lda));
  const ConstView<T> right(b, tb ? n : k, tb ? k : n, Eigen::OuterStride<>(ldb));
  View<T> result(c, m, n, Eigen::OuterStride<>(ldc));
  if (ta && tb) return multiply(alpha, left.transpose(), right.transpose(), beta, result);
  if (ta) return multiply(alpha, left.transpose(), right, beta, result);
  if (tb) return multiply(alpha, left, right.transpose(), beta, result);
  multiply(alpha, left, right, beta, result);
}

}  // namespace assay_eigen

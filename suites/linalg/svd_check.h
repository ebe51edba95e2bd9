#pragma once

#include <limits>

#include "suites/linalg/matrix.h"

namespace assay::linalg {

/// Infinity unless the singular values are finite, descending and not negative.
template <typename T>
double order_residual(const Buffer<T>& s) {
  for (std::size_t i = 0; i < s.size(); ++i) {
    const T next = i + 1 < s.size() ? s.data()[i + 1] : T{0};
    if (!std::isfinite(s.data()[i]) || s.data()[i] < next) return std::numeric_limits<double>::infinity();
  }
  return 0;
}

/// Of singular values without vectors: their squares add up to the squared Frobenius norm of A, and none is smaller
/// than the stretch of a vector by A requires of the first. Relative to the norm of A.
template <typename T>
double values_residual(const Matrix<T>& a, const Buffer<T>& s) {
  const Vector<T> values(s.data(), s.data() + s.size());
  const Wide<T> size = norm(a);
  Random random(4);
  const Vector<T> x = signs<T>(a.columns, random);
  const Wide<T> missing = norm(multiply(a, x)) / norm(x) - values.front();
  const double frobenius = static_cast<double>(std::abs(norm(values) - size) / size);
  return worse(order_residual(s), worse(frobenius, static_cast<double>(missing / size)));
}

/// ‖Q Q' y − y‖ / ‖y‖ or ‖Q' Q y − y‖ / ‖y‖ for a random y of ±1: the second for orthonormal columns, the first for
/// rows.
template <typename T>
double columns_residual(const Matrix<T>& q, Random& random) {
  const Vector<T> y = signs<T>(q.columns, random);
  return static_cast<double>(distance(multiply_transposed(q, multiply(q, y)), y) / norm(y));
}

template <typename T>
double rows_residual(const Matrix<T>& q, Random& random) {
  const Vector<T> y = signs<T>(q.rows, random);
  return static_cast<double>(distance(multiply(q, multiply_transposed(q, y)), y) / norm(y));
}

/// ‖A x − U S V' x‖ relative to ‖A‖ ‖x‖ / √n, which is what ‖A x‖ is for a random x.
template <typename T>
double product_residual(const Matrix<T>& a, const Matrix<T>& u, const Buffer<T>& s, const Matrix<T>& vt,
                        Random& random) {
  const Vector<T> x = signs<T>(a.columns, random);
  Vector<T> scaled = multiply(vt, x);
  for (std::size_t i = 0; i < scaled.size(); ++i) scaled[i] *= i < s.size() ? Wide<T>(s.data()[i]) : Wide<T>(0);
  scaled.resize(static_cast<std::size_t>(u.columns), 0);
  return static_cast<double>(distance(multiply(a, x), multiply(u, scaled)) / norm(a));
}

/// The worst of three probes of A = U S V', and of the orthogonality of U and V.
template <typename T>
double svd_residual(const Matrix<T>& a, const Matrix<T>& u, const Buffer<T>& s, const Matrix<T>& vt) {
  Random random(5);
  double residual = values_residual(a, s);
  for (int probe = 0; probe < 3; ++probe) {
    residual = worse(residual, product_residual(a, u, s, vt, random));
    residual = worse(residual, columns_residual(u, random));
    residual = worse(residual, rows_residual(vt, random));
  }
  return residual;
}

}  // namespace assay::linalg

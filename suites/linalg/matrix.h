#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

#include "suites/random.h"

namespace assay::linalg {

/// In which results of T are checked: its rounding must be far below T's own.
template <typename T>
using Wide = std::conditional_t<std::is_same_v<T, float>, double, long double>;

template <typename T>
using Vector = std::vector<Wide<T>>;

/// Memory on a cache line, so that alignment does not differ from process to process. What is in it before it is
/// written is not a number, lest a call that does nothing pass for one that is right.
template <typename T>
class Buffer {
 public:
  explicit Buffer(std::size_t size) : size_(size), data_(static_cast<T*>(allocate(size * sizeof(T)))) {
    std::fill_n(data_.get(), size, std::numeric_limits<T>::quiet_NaN());
  }
  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }
  std::size_t size() const { return size_; }

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  static void* allocate(std::size_t bytes) {
    constexpr std::size_t line = 64;
    void* memory = std::aligned_alloc(line, std::max<std::size_t>((bytes + line - 1) / line, 1) * line);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
  }
  std::size_t size_;
  std::unique_ptr<T, Free> data_;
};

/// Dense, by columns, without padding.
template <typename T>
struct Matrix {
  Matrix(int row_count, int column_count)
      : rows(row_count),
        columns(column_count),
        values(static_cast<std::size_t>(row_count) * static_cast<std::size_t>(column_count)) {}
  T* data() { return values.data(); }
  const T* column(int j) const { return values.data() + static_cast<std::size_t>(j) * static_cast<std::size_t>(rows); }
  void randomize(std::uint64_t seed) {
    Random random(seed);
    std::generate_n(values.data(), values.size(), [&] { return static_cast<T>(random.uniform()); });
  }

  int rows;
  int columns;
  Buffer<T> values;
};

template <typename T>
Vector<T> signs(int size, Random& random) {
  Vector<T> x(static_cast<std::size_t>(size));
  std::ranges::generate(x, [&] { return random.sign(); });
  return x;
}

/// f(A) x, with f applied to each element: the identity or the absolute value.
template <typename T, typename F>
Vector<T> multiply(const Matrix<T>& a, const Vector<T>& x, F f) {
  Vector<T> y(static_cast<std::size_t>(a.rows), 0);
  for (int j = 0; j < a.columns; ++j)
    for (int i = 0; i < a.rows; ++i)
      y[static_cast<std::size_t>(i)] += f(Wide<T>(a.column(j)[i])) * x[static_cast<std::size_t>(j)];
  return y;
}

template <typename T>
Vector<T> multiply(const Matrix<T>& a, const Vector<T>& x) {
  return multiply(a, x, [](Wide<T> value) { return value; });
}

template <typename T>
Vector<T> multiply_absolute(const Matrix<T>& a, const Vector<T>& x) {
  return multiply(a, x, [](Wide<T> value) { return std::abs(value); });
}

/// A' x
template <typename T>
Vector<T> multiply_transposed(const Matrix<T>& a, const Vector<T>& x) {
  Vector<T> y(static_cast<std::size_t>(a.columns), 0);
  for (int j = 0; j < a.columns; ++j)
    for (int i = 0; i < a.rows; ++i)
      y[static_cast<std::size_t>(j)] += Wide<T>(a.column(j)[i]) * x[static_cast<std::size_t>(i)];
  return y;
}

/// The larger of two residuals, where not a number is larger than any.
inline double worse(double a, double b) {
  return std::isnan(a) || a > b ? a : b;
}

/// The Euclidean norm of a − b.
template <typename W>
W distance(const std::vector<W>& a, const std::vector<W>& b) {
  W sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum);
}

template <typename W>
W norm(const std::vector<W>& a) {
  return distance(a, std::vector<W>(a.size(), 0));
}

/// The Frobenius norm.
template <typename T>
Wide<T> norm(const Matrix<T>& a) {
  Wide<T> sum = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) sum += Wide<T>(a.values.data()[i]) * Wide<T>(a.values.data()[i]);
  return std::sqrt(sum);
}

}  // namespace assay::linalg

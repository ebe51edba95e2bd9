// /// workload
// about = "C = A·B, matrices by columns (2·m·n·k flop)"
// tags = ["level3"]
// factors = ["blas", "threads"]
// seconds = 0.02
// [parameters.type]
// standard = "d"
// allowed = ["s", "d"]
// about = "single or double precision"
// [parameters.n]
// standard = "512"
// kind = "integer"
// growth = 3
// about = "columns of B and C, and the size of what is not given"
// [parameters.m]
// kind = "integer"
// about = "rows of A and C; n where not given"
// [parameters.k]
// kind = "integer"
// about = "columns of A and rows of B; n where not given"
// ///
#include <limits>

#include "harness/worker/native/workload.h"
#include "suites/linalg/matrix.h"

namespace assay::linalg {
namespace {

using native::Attempt;
using native::Library;
using native::Routine;

enum { column_major = 102, no_transpose = 111 };  // of the CBLAS interface

template <typename T>
using Cblas = void(int order, int trans_a, int trans_b, int m, int n, int k, T alpha, const T* a, int lda, const T* b,
                   int ldb, T beta, T* c, int ldc);

// The last two are the hidden lengths of the two character arguments.
template <typename T>
using Fortran = void(const char* trans_a, const char* trans_b, const int* m, const int* n, const int* k, const T* alpha,
                     const T* a, const int* lda, const T* b, const int* ldb, const T* beta, T* c, const int* ldc,
                     std::size_t, std::size_t);

template <typename T>
class Gemm : public native::Workload {
 public:
  Gemm(int m, int n, int k, Routine routine) : a_(m, k), b_(k, n), c_(m, n), routine_(std::move(routine)) {
    a_.randomize(1);
    b_.randomize(2);
  }

  native::Work work() const override { return {2.0 * c_.rows * c_.columns * a_.columns, "flop"}; }
  Routine routine() const override { return routine_; }

  void run(std::int64_t iterations) override {
    if (routine_.name.starts_with("cblas_")) {
      run_cblas(iterations);
    } else {
      run_fortran(iterations);
    }
  }

  /// |C x − A (B x)| against |A| |B| |x|, by elements, for three random x of ±1. A product by inner products is within
  /// k·eps/2 of it (Higham, Accuracy and Stability of Numerical Algorithms, 3.5).
  Attempt<native::Verdict> check() override {
    Random random(3);
    double residual = 0;
    for (int probe = 0; probe < 3; ++probe) residual = worse(residual, probe_residual(signs<T>(c_.columns, random)));
    return native::Verdict{residual, (a_.columns + 2) * double{std::numeric_limits<T>::epsilon()}};
  }

 private:
  void run_cblas(std::int64_t iterations) {
    auto* gemm = reinterpret_cast<Cblas<T>*>(routine_.address);
    for (std::int64_t i = 0; i < iterations; ++i)
      gemm(column_major, no_transpose, no_transpose, c_.rows, c_.columns, a_.columns, 1, a_.data(), a_.rows, b_.data(),
           b_.rows, 0, c_.data(), c_.rows);
  }

  void run_fortran(std::int64_t iterations) {
    auto* gemm = reinterpret_cast<Fortran<T>*>(routine_.address);
    const T one = 1;
    const T zero = 0;
    for (std::int64_t i = 0; i < iterations; ++i)
      gemm("N", "N", &c_.rows, &c_.columns, &a_.columns, &one, a_.data(), &a_.rows, b_.data(), &b_.rows, &zero,
           c_.data(), &c_.rows, 1, 1);
  }

  double probe_residual(const Vector<T>& x) const {
    const Vector<T> got = multiply(c_, x);
    const Vector<T> right = multiply(a_, multiply(b_, x));
    const Vector<T> scale = multiply_absolute(a_, multiply_absolute(b_, Vector<T>(x.size(), 1)));
    double residual = 0;
    for (std::size_t i = 0; i < got.size(); ++i)
      residual = worse(residual, static_cast<double>(std::abs(got[i] - right[i]) / scale[i]));
    return residual;
  }

  Matrix<T> a_;
  Matrix<T> b_;
  Matrix<T> c_;
  Routine routine_;
};

template <typename T>
Attempt<std::unique_ptr<native::Workload>> make(int m, int n, int k, const std::string& letter,
                                                const Library& library) {
  auto routine = library.blas({"cblas_" + letter + "gemm", letter + "gemm_"});
  if (!routine) return tl::unexpected(routine.error());
  return std::make_unique<Gemm<T>>(m, n, k, std::move(*routine));
}

Attempt<std::unique_ptr<native::Workload>> make_gemm(const Parameters& parameters, Library& library) {
  const auto type = native::word_parameter(parameters, "type", {"d", "s"});
  if (!type) return tl::unexpected(type.error());
  const auto n = native::size_parameter(parameters, "n");
  if (!n) return tl::unexpected(n.error());
  const auto m = native::size_parameter(parameters, "m", *n);
  if (!m) return tl::unexpected(m.error());
  const auto k = native::size_parameter(parameters, "k", *n);
  if (!k) return tl::unexpected(k.error());
  return *type == "s" ? make<float>(*m, *n, *k, *type, library) : make<double>(*m, *n, *k, *type, library);
}

const native::WorkloadRegistration registered("linalg.gemm", make_gemm);

}  // namespace
}  // namespace assay::linalg

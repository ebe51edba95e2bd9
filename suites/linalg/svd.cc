// /// workload
// about = "A = U·S·V', by divide and conquer (LAPACK's gesdd)"
// tags = ["lapack", "factorization"]
// factors = ["blas", "threads"]
// seconds = 0.05
// [parameters.type]
// standard = "d"
// allowed = ["s", "d"]
// about = "single or double precision"
// [parameters.n]
// standard = "256"
// kind = "integer"
// growth = 3
// about = "columns"
// [parameters.m]
// kind = "integer"
// about = "rows; n where not given"
// [parameters.vectors]
// standard = "no"
// allowed = ["no", "yes", "all"]
// about = "singular vectors: none, the first min(m, n), or full orthogonal U and V"
// ///
#include <cstring>
#include <limits>

#include "harness/worker/native/workload.h"
#include "suites/linalg/matrix.h"
#include "suites/linalg/svd_check.h"

namespace assay::linalg {
namespace {

using native::Attempt;
using native::Library;
using native::Routine;

// The last one is the hidden length of the character argument.
template <typename T>
using Gesdd = void(const char* job, const int* m, const int* n, T* a, const int* lda, T* s, T* u, const int* ldu, T* vt,
                   const int* ldvt, T* work, const int* lwork, int* iwork, int* info, std::size_t);

/// Copies of A, which the routine overwrites, are made for so many bytes at once; it bounds the memory of long slices.
constexpr std::size_t most_copied = std::size_t{32} << 20;

template <typename T>
class Svd : public native::Workload {
 public:
  Svd(int m, int n, char job, Routine routine)
      : job_(job),
        routine_(std::move(routine)),
        a_(m, n),
        s_(static_cast<std::size_t>(std::min(m, n))),
        u_(job == 'N' ? 1 : m, job == 'N'   ? 1
                               : job == 'A' ? m
                                            : std::min(m, n)),
        vt_(job == 'N'   ? 1
            : job == 'A' ? n
                         : std::min(m, n),
            job == 'N' ? 1 : n),
        work_(1),
        iwork_(8 * s_.size()) {
    a_.randomize(1);
  }

  /// Asks the routine how much work space it wants. Its info, 0 when all is well.
  int size_work_space() {
    T wanted = 0;
    Matrix<T> copy(a_.rows, a_.columns);
    call(copy.data(), &wanted, -1);
    // A float cannot hold every length: round up.
    if (info_ == 0)
      work_ = Buffer<T>(static_cast<std::size_t>(double(wanted) * (1 + std::numeric_limits<T>::epsilon())) + 1);
    return info_;
  }

  /// The reduction to bidiagonal form alone: an SVD has no agreed count, so this is a nominal one.
  native::Work work() const override {
    const double most = std::max(a_.rows, a_.columns);
    const double least = std::min(a_.rows, a_.columns);
    return {4 * least * least * (most - least / 3), "nominal flop"};
  }
  Routine routine() const override { return routine_; }

  std::int64_t most_prepared() const override {
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(most_copied / (a_.values.size() * sizeof(T))));
  }

  void prepare(std::int64_t iterations) override {
    const std::size_t size = a_.values.size();
    const std::size_t wanted = size * static_cast<std::size_t>(iterations);
    if (copies_.size() < wanted) copies_ = Buffer<T>(wanted);
    for (std::size_t at = 0; at < wanted; at += size) std::memcpy(copies_.data() + at, a_.data(), size * sizeof(T));
  }

  void run(std::int64_t iterations) override {
    for (std::int64_t i = 0; i < iterations; ++i) {
      call(copies_.data() + static_cast<std::size_t>(i) * a_.values.size(), work_.data(),
           static_cast<int>(work_.size()));
      if (info_ != 0 && first_info_ == 0) first_info_ = info_;
    }
  }

  Attempt<native::Verdict> check() override {
    if (first_info_ != 0)
      return native::refuse(Outcome::WrongResult,
                            routine_.name + " of " + routine_.file + " returned info = " + std::to_string(first_info_));
    const double residual = job_ == 'N' ? values_residual(a_, s_) : svd_residual(a_, u_, s_, vt_);
    return native::Verdict{residual, 10.0 * std::max(a_.rows, a_.columns) * double{std::numeric_limits<T>::epsilon()}};
  }

 private:
  void call(T* a, T* work, int work_size) {
    reinterpret_cast<Gesdd<T>*>(routine_.address)(&job_, &a_.rows, &a_.columns, a, &a_.rows, s_.data(), u_.data(),
                                                  &u_.rows, vt_.data(), &vt_.rows, work, &work_size, iwork_.data(),
                                                  &info_, 1);
  }

  char job_;
  Routine routine_;
  Matrix<T> a_;
  Buffer<T> s_;
  Matrix<T> u_;
  Matrix<T> vt_;
  Buffer<T> work_;
  std::vector<int> iwork_;
  Buffer<T> copies_{0};
  int info_ = 0;
  int first_info_ = 0;
};

template <typename T>
Attempt<std::unique_ptr<native::Workload>> make(int m, int n, char job, const std::string& letter, Library& library) {
  auto routine = library.lapack({letter + "gesdd_"});
  if (!routine) return tl::unexpected(routine.error());
  auto svd = std::make_unique<Svd<T>>(m, n, job, *routine);
  if (const int info = svd->size_work_space(); info != 0)
    return native::refuse(Outcome::WrongResult,
                          routine->name + " of " + routine->file +
                              ", asked for the size of its work space, returned info = " + std::to_string(info));
  return svd;
}

Attempt<std::unique_ptr<native::Workload>> make_svd(const Parameters& parameters, Library& library) {
  const auto type = native::word_parameter(parameters, "type", {"d", "s"});
  if (!type) return tl::unexpected(type.error());
  const auto vectors = native::word_parameter(parameters, "vectors", {"no", "yes", "all"});
  if (!vectors) return tl::unexpected(vectors.error());
  const auto n = native::size_parameter(parameters, "n");
  if (!n) return tl::unexpected(n.error());
  const auto m = native::size_parameter(parameters, "m", *n);
  if (!m) return tl::unexpected(m.error());
  const char job = *vectors == "no" ? 'N' : *vectors == "yes" ? 'S' : 'A';
  return *type == "s" ? make<float>(*m, *n, job, *type, library) : make<double>(*m, *n, job, *type, library);
}

const native::WorkloadRegistration registered("linalg.svd", make_svd);

}  // namespace
}  // namespace assay::linalg

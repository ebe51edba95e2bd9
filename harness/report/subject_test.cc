#include "harness/report/subject.h"

#include <gtest/gtest.h>

#include "harness/report/report.h"

namespace assay {
namespace {

TEST(Subject, IsNamedByItsOwnWords) {
  const Subject blas = subject_of({{"library", {{"config", "OpenBLAS 0.3.21 DYNAMIC_ARCH"}, {"core", "Prescott"}}}});
  EXPECT_EQ(blas.name, "OpenBLAS 0.3.21");
  EXPECT_EQ(blas.kernels, "Prescott");
  EXPECT_EQ(subject_of({{"library", {{"version", "0.9.0"}, {"provider", "blis"}}}}).name, "BLIS 0.9.0");
  EXPECT_EQ(subject_of({{"library", {{"version", "Eigen 3.4.0, AVX2"}, {"provider", "eigen"}}}}).name, "Eigen 3.4.0");
  EXPECT_EQ(
      subject_of({{"implementation", "cpython"}, {"version", "3.11.2"}, {"build", "3.11.2 (main) [GCC 12]"}}).name,
      "CPython 3.11.2 [GCC 12]");
  EXPECT_EQ(subject_of(nullptr).name, "");
}

TEST(Subject, OldKernelsOnANewCpuAreNoted) {
  RunReport report;
  report.cells.emplace_back();
  report.cells[0].subject = "OpenBLAS 0.3.21";
  report.cells[0].kernels = "Prescott";
  report.host = {{"cpu", {{"flags", "sse2 avx avx2 fma"}}}};
  ASSERT_EQ(kernel_notes(report).size(), 1U);
  EXPECT_TRUE(kernel_notes(report)[0].starts_with("OpenBLAS 0.3.21 ran its Prescott kernels"));
  report.host = {{"cpu", {{"flags", "sse2 ssse3"}}}};
  EXPECT_TRUE(kernel_notes(report).empty());
}

}  // namespace
}  // namespace assay

#include <gmock/gmock.h>

#include "harness/core/machine.h"
#include "harness/core/testing.h"
#include "harness/subjects/elf.h"
#include "harness/subjects/providers/eigen.h"
#include "harness/subjects/providers/provider.h"
#include "harness/subjects/testing/write_elf.h"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::StartsWith;

/// A machine with a system's root and a place for unpacked packages, both empty.
class BlasTest : public testing::Test {
 protected:
  Folder root_;
  Places places_{"x86_64", root_ / "system", root_ / "packages"};
  std::filesystem::path system_ = root_ / "system/usr/lib/x86_64-linux-gnu";
  std::filesystem::path packages_ = root_ / "packages/usr/lib/x86_64-linux-gnu";

  std::string message(const std::string& name) const { return to_string(find_blas(name, places_).error()); }
};

TEST_F(BlasTest, NamesAreKnown) {
  EXPECT_THAT(blas_names(), IsSupersetOf({"blis-openmp", "blis-pthread", "blis-serial", "eigen", "openblas-openmp",
                                          "openblas-pthread", "openblas-serial", "reference"}));
}

TEST_F(BlasTest, NothingIsHere) {
  for (const Blas& blas : find_blas(places_)) EXPECT_FALSE(blas.present) << blas.name;
  EXPECT_EQ(
      to_string(missing(*find_blas("blis-serial", places_))),
      "BLAS blis-serial is not here; run scripts/fetch-packages add libblis4-serial, which unpacks it for Assay alone");
  EXPECT_EQ(to_string(missing(*find_blas("eigen", places_))), "BLAS eigen is not here; install libeigen3-dev");
}

TEST_F(BlasTest, TheSystemsComesFirst) {
  write_elf(packages_ / "openblas-pthread/libopenblas.so.0", EM_X86_64);
  EXPECT_EQ(find_blas("openblas-pthread", places_)->library, packages_ / "openblas-pthread/libopenblas.so.0");
  write_elf(system_ / "openblas-pthread/libopenblas.so.0", EM_X86_64);
  const auto blas = find_blas("openblas-pthread", places_);
  EXPECT_EQ(blas->library, system_ / "openblas-pthread/libopenblas.so.0");
  EXPECT_EQ(blas->threading, "pthread");
  EXPECT_FALSE(blas->lapack);
  EXPECT_EQ(blas->facts["architecture"], "x86_64");
}

TEST_F(BlasTest, BlisGetsLapackOnlyWithItsOwnLibblas) {
  write_elf(packages_ / "blis-serial/libblis.so.4", EM_X86_64);
  write_elf(packages_ / "lapack/liblapack.so.3", EM_X86_64);
  EXPECT_FALSE(find_blas("blis-serial", places_)->lapack);
  write_elf(packages_ / "blis-serial/libblas.so.3", EM_X86_64);
  const auto blas = find_blas("blis-serial", places_);
  EXPECT_THAT(blas->preload, ElementsAre(packages_ / "blis-serial/libblas.so.3"));
  EXPECT_EQ(blas->lapack, packages_ / "lapack/liblapack.so.3");
}

TEST_F(BlasTest, AnotherArchitecturesPlaces) {
  const Places arm{"aarch64", root_ / "system", root_ / "arm"};
  write_elf(root_ / "arm/usr/lib/aarch64-linux-gnu/blas/libblas.so.3", EM_AARCH64);
  EXPECT_TRUE(find_blas("reference", arm)->present);
  EXPECT_FALSE(find_blas("reference", places_)->present);
}

TEST_F(BlasTest, UnknownName) {
  EXPECT_THAT(message("openblass"), StartsWith("unknown BLAS \"openblass\"; did you mean \"openblas-serial\""));
}

TEST_F(BlasTest, PathsThatAreNoBlas) {
  const auto arm = root_ / "libarm.so";
  write_elf(arm, EM_AARCH64);
  EXPECT_EQ(message(arm), arm.string() + ": a library for aarch64, and this runs on x86_64; name one for x86_64");
  const auto empty = root_ / "libempty.so";
  write_elf(empty, EM_X86_64);
  EXPECT_EQ(message(empty), empty.string() +
                                ": a shared library without BLAS: it exports no cblas_dgemm and no dgemm_; "
                                "name the library itself, not one that merely uses it");
  EXPECT_EQ(message(root_.path()),
            root_.path().string() + ": a directory, where an ELF file is wanted; name a shared library (.so)");
}

TEST(EigenSources, OnlyWhatACellNeeds) {
  const Folder folder;
  for (const char* name : {"gemm_d.cc", "gemm_s.cc", "svd_d.cc", "version.cc", "padding.cc", "gemm.h"})
    std::ofstream(folder / name) << "";
  const auto sources = [&](const std::string& workload, Parameters parameters) {
    return eigen_sources(folder.path(),
                         {.workload = workload, .parameters = std::move(parameters), .configuration = {}});
  };
  EXPECT_THAT(sources("linalg.gemm", {{"type", "s"}}), ElementsAre("gemm_s.cc", "version.cc"));
  EXPECT_THAT(sources("linalg.svd", {}), ElementsAre("svd_d.cc", "version.cc"));
  EXPECT_THAT(sources("linalg.other", {}), ElementsAre("version.cc"));
}

TEST(Eigen, SaysWhichWorkloadItHasNot) {
  Build build;
  build.cell = {.workload = "linalg.dot", .parameters = {{"type", "d"}}, .configuration = {}};
  build.compiler.target = own_architecture() + "-linux-gnu";
  const auto made = compile_eigen(build, places_for(own_architecture()));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().what, "blas=eigen has no linalg.dot{type=d}");
  EXPECT_THAT(made.error().hint, EndsWith("/suites/linalg/eigen/dot_d.cc"));
}

}  // namespace
}  // namespace assay

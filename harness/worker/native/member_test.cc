#include "harness/worker/native/member.h"

#include <gmock/gmock.h>

#include "harness/worker/native/testing/leader.h"

namespace assay::native {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

std::string library(const std::string& name) {
  return std::string(ASSAY_TEST_LIBRARIES) + "/" + name + ".so";
}

Json config(const std::string& workload, Json parameters, const std::string& name, int threads = 1) {
  return {{"workload", workload},
          {"parameters", std::move(parameters)},
          {"blas", {{"library", library(name)}, {"provider", "unknown"}, {"threads", threads}}}};
}

TEST(Member, TakesItsTurnsAndChecksItsResult) {
  const auto said = converse(config("linalg.gemm", {{"n", "20"}, {"m", 10}}, "good"), 3, 2, 5);
  EXPECT_EQ(said.status, 0);
  EXPECT_EQ(said.ready.value("executed", ""), library("good"));
  EXPECT_EQ(said.ready.value("routine", ""), "cblas_dgemm");
  EXPECT_EQ(said.ready["work"], (Json{{"amount", 2.0 * 10 * 20 * 20}, {"unit", "flop"}}));
  EXPECT_EQ(said.ready["benchmark_version"], ASSAY_BENCHMARK_VERSION);
  EXPECT_THAT(said.ready["mapped"], testing::Contains(Json(library("good"))));
  ASSERT_EQ(said.slices.size(), 6U);
  for (const assay_slice& slice : said.slices) {
    EXPECT_EQ(slice.iterations, 5U);
    EXPECT_GT(slice.wall_ns, 0);
  }
  EXPECT_EQ(said.result["iterations"], 30);
  EXPECT_EQ(said.result["slices"], 6);
  EXPECT_LE(said.result["residual"].get<double>(), said.result["limit"].get<double>());
  double seconds = 0;
  for (const assay_slice& slice : said.slices) seconds += static_cast<double>(slice.wall_ns) * 1e-9;
  EXPECT_NEAR(said.result["seconds"].get<double>(), seconds, 1e-9);
}

TEST(Member, SingleToo) {
  const auto said = converse(config("linalg.gemm", {{"n", "33"}, {"type", "s"}}, "good"), 1, 1, 1);
  EXPECT_EQ(said.ready["routine"], "cblas_sgemm");
  EXPECT_LE(said.result["residual"].get<double>(), said.result["limit"].get<double>());
}

TEST(Member, FinishesWithoutATurn) {
  const auto said = converse(config("linalg.gemm", {{"n", "8"}}, "good"), 0, 1, 1);
  EXPECT_EQ(said.status, 0);
  EXPECT_EQ(said.result["iterations"], 0);
}

TEST(Member, WrongResult) {
  const auto said = converse(config("linalg.gemm", {{"n", "32"}}, "wrong_gemm"), 1, 1, 1);
  EXPECT_EQ(said.failed["outcome"], "wrong-result");
  EXPECT_THAT(said.failed["detail"].get<std::string>(),
              HasSubstr("the result of cblas_dgemm in " + library("wrong_gemm") + " is wrong: its residual is 0.0"));
  EXPECT_THAT(said.failed["detail"].get<std::string>(), EndsWith(", and 7.5e-15 is allowed"));
  EXPECT_TRUE(said.result.is_null());
}

TEST(Member, RoutineMissing) {
  const auto said = converse(config("linalg.gemm", {{"n", "32"}}, "no_gemm"), 1, 1, 1);
  EXPECT_EQ(said.failed,
            (Json{{"outcome", "unsupported"}, {"detail", library("no_gemm") + " exports no cblas_dgemm or dgemm_"}}));
}

TEST(Member, NoLapack) {
  const auto said = converse(config("linalg.svd", {{"n", "32"}}, "good"), 1, 1, 1);
  EXPECT_EQ(said.failed["detail"], library("good") + " exports no dgesdd_, and no LAPACK is known to go with it");
}

TEST(Member, RoutineFails) {
  const auto said = converse(config("linalg.svd", {{"n", "16"}}, "failing_svd"), 1, 1, 2);
  EXPECT_EQ(said.failed, (Json{{"outcome", "wrong-result"},
                               {"detail", "dgesdd_ of " + library("failing_svd") + " returned info = 3"}}));
}

TEST(Member, SerialBuildAskedForThreads) {
  const auto said = converse(config("linalg.gemm", {{"n", "16"}}, "serial_openblas", 2), 1, 1, 1);
  EXPECT_EQ(said.failed,
            (Json{{"outcome", "unsupported"},
                  {"detail", library("serial_openblas") + " is a serial build and cannot use 2 threads"}}));
}

TEST(Member, ThreadsReadBackDiffer) {
  const auto said = converse(config("linalg.gemm", {{"n", "16"}}, "deaf_openblas", 3), 1, 1, 1);
  EXPECT_EQ(said.failed, (Json{{"outcome", "wrong-subject"},
                               {"detail", "3 threads were asked of " + library("deaf_openblas") +
                                              ", and openblas_get_num_threads() says 2"}}));
}

TEST(Member, CoreReadBackDiffers) {
  setenv("OPENBLAS_CORETYPE", "Zen", 1);
  const auto said = converse(config("linalg.gemm", {{"n", "16"}}, "deaf_openblas", 2), 1, 1, 1);
  setenv("OPENBLAS_CORETYPE", "PRESCOTT", 1);
  const auto well = converse(config("linalg.gemm", {{"n", "16"}}, "deaf_openblas", 2), 1, 1, 1);
  unsetenv("OPENBLAS_CORETYPE");
  EXPECT_EQ(said.failed, (Json{{"outcome", "wrong-subject"},
                               {"detail", "OPENBLAS_CORETYPE=Zen was asked of " + library("deaf_openblas") +
                                              ", and it says that it uses the code for Prescott"}}));
  EXPECT_EQ(well.result["iterations"], 1);
}

TEST(Member, WiderIntegersAreRefused) {
  const auto said = converse(config("linalg.gemm", {{"n", "16"}}, "ilp64_openblas"), 1, 1, 1);
  EXPECT_EQ(said.failed,
            (Json{{"outcome", "unsupported"},
                  {"detail", library("ilp64_openblas") +
                                 " takes 64-bit integers (ILP64); name its build for 32-bit ones (LP64)"}}));
}

TEST(Member, LibraryCannotBeLoaded) {
  const auto said = converse(config("linalg.gemm", {{"n", "16"}}, "absent"), 1, 1, 1);
  EXPECT_EQ(said.failed["outcome"], "unsupported");
  EXPECT_EQ(said.failed["detail"], "cannot load " + library("absent") + ": " + library("absent") +
                                       ": cannot open shared object file: No such file or directory");
}

TEST(Member, UnknownWorkloadAndParameters) {
  EXPECT_THAT(converse(config("linalg.gem", Json::object(), "good"), 1, 1, 1).failed["detail"].get<std::string>(),
              testing::StartsWith("this worker has no workload \"linalg.gem\"; did you mean \"linalg.gemm\""));
  EXPECT_EQ(converse(config("linalg.gemm", {{"n", "0"}}, "good"), 1, 1, 1).failed["detail"],
            "n = \"0\" is not a whole number from 1 to 1048576");
  EXPECT_THAT(
      converse(config("linalg.gemm", {{"n", "8"}, {"type", "q"}}, "good"), 1, 1, 1).failed["detail"].get<std::string>(),
      testing::StartsWith("type = \"q\" is not known"));
}

}  // namespace
}  // namespace assay::native

#include "harness/stats/effect.h"

#include <gtest/gtest.h>

#include <cmath>

#include "harness/stats/testing.h"

namespace assay::stats {
namespace {

Cell cell(const std::string& blas, const std::string& threads) {
  return {"linalg.gemm", {{"n", "512"}}, {{"blas", blas}, {"threads", threads}}};
}

const std::vector<Cell> kCells = {cell("openblas", "1"), cell("blis", "1"), cell("openblas", "2"), cell("blis", "2"),
                                  cell("reference", "1")};

ProcessRecord process(const Cell& of, std::int64_t wall_ns) {
  return testing::process(cell_id(of), {wall_ns, wall_ns});
}

BoutRecord whole_bout(std::int64_t blis_two = 1500) {
  auto record =
      testing::bout(Mode::Turns, {process(kCells[0], 1000), process(kCells[1], 1100), process(kCells[2], 1000),
                                  process(kCells[3], blis_two), process(kCells[4], 9000)});
  record.started = 100;
  return record;
}

TEST(Strata, ArePairsThatDifferInThatFactorOnly) {
  const auto found = strata(kCells, "blas", "openblas", "blis");
  const std::vector<Stratum> expected = {{cell_id(kCells[0]), cell_id(kCells[1])},
                                         {cell_id(kCells[2]), cell_id(kCells[3])}};
  EXPECT_EQ(found, expected);
  EXPECT_EQ(strata(kCells, "threads", "1", "2").size(), 2u);
  EXPECT_EQ(strata(kCells, "blas", "openblas", "reference").size(), 1u);
}

TEST(Strata, AreNoneAcrossWorkloadsOrWithoutTheFactor) {
  auto others = kCells;
  others[1].workload = "linalg.svd";
  others[3].parameters["n"] = "256";
  EXPECT_TRUE(strata(others, "blas", "openblas", "blis").empty());
  EXPECT_TRUE(strata(kCells, "flags", "-O2", "-O3").empty());
}

TEST(MainEffect, IsTheMeanOverStrataOfEachBout) {
  const auto one = whole_bout(), two = whole_bout(1200);
  const std::vector<const BoutRecord*> bouts = {&one, &two};
  const auto series = main_effect(bouts, strata(kCells, "blas", "openblas", "blis"), {});
  ASSERT_EQ(series.values.size(), 2u);
  EXPECT_NEAR(series.values[0], (std::log(1.1) + std::log(1.5)) / 2, 1e-12);
  EXPECT_NEAR(series.values[1], (std::log(1.1) + std::log(1.2)) / 2, 1e-12);
  EXPECT_EQ(series.started, (std::vector<double>{100, 100}));
  EXPECT_EQ(series.strata, 2);
  EXPECT_NEAR(*series.pairs[0].cpu_mean, series.values[0], 1e-12);
  EXPECT_EQ(series.pairs[0].undisturbed, std::nullopt);
}

TEST(MainEffect, LeavesOutBoutsThatLackAStratum) {
  const auto whole = whole_bout();
  auto crashed = whole_bout(1200);
  crashed.processes[3].outcome = Outcome::Crashed;
  const std::vector<const BoutRecord*> bouts = {&crashed, &whole};
  const auto series = main_effect(bouts, strata(kCells, "blas", "openblas", "blis"), {});
  ASSERT_EQ(series.values.size(), 1u);
  EXPECT_NEAR(series.values[0], (std::log(1.1) + std::log(1.5)) / 2, 1e-12);
}

TEST(MainEffect, DropsAStratumThatNeverWorked) {
  auto crashed = whole_bout();
  crashed.processes[3].outcome = Outcome::Crashed;
  const std::vector<const BoutRecord*> bouts = {&crashed, &crashed};
  const auto series = main_effect(bouts, strata(kCells, "blas", "openblas", "blis"), {});
  ASSERT_EQ(series.values.size(), 2u);
  EXPECT_NEAR(series.values[0], std::log(1.1), 1e-12);
  EXPECT_EQ(series.strata, 1);
}

TEST(MainEffect, OfUndisturbedRoundsNeedsBoutsThatReachedThem) {
  const auto few = whole_bout();
  auto many = whole_bout();
  for (auto& record : many.processes)
    record = testing::process(record.cell, std::vector<std::int64_t>(25, record.slices[0].wall_ns));
  const std::vector<const BoutRecord*> bouts = {&few, &many};
  const auto series =
      main_effect(bouts, strata(kCells, "blas", "openblas", "blis"), {Clock::Wall, testing::kBase}, Basis::Undisturbed);
  ASSERT_EQ(series.values.size(), 1u);
  EXPECT_NEAR(series.values[0], (std::log(1.1) + std::log(1.5)) / 2, 1e-12);
}

TEST(MainEffect, OfNothingIsEmpty) {
  const auto one = whole_bout();
  const std::vector<const BoutRecord*> bouts = {&one};
  EXPECT_TRUE(main_effect(bouts, {}, {}).values.empty());
  EXPECT_TRUE(main_effect({}, strata(kCells, "threads", "1", "2"), {}).values.empty());
}

}  // namespace
}  // namespace assay::stats

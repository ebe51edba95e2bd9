#include "harness/report/own_findings.h"

#include <gtest/gtest.h>

#include <cmath>

#include "harness/report/report.h"
#include "results/testing.h"

namespace assay {
namespace {

using testing::Folder;

/// The one link of what is compiled is no sample of replicas.
RunCell linked_once(RunCell cell) {
  cell.cell.configuration["replica"] = "0";
  return cell;
}

const std::vector<RunCell> kCells = {testing::cell("a", true), linked_once(testing::cell("b", false))};
constexpr const char* kGroup = "linalg.gemm{n=512,type=d}";
constexpr int kRounds = 60;

/// Runs of `ab` on one host, beside a neighbour in half of the rounds, where b is slower; alone it is not.
class OwnFinding : public ::testing::Test {
 protected:
  OwnFinding() : store_(*Store::open(folder_ / "a.db", Store::Access::ReadWrite)) {}

  void begin(const std::string& kind, const Json& comparison = Json::object()) {
    run_ = testing::run("r" + std::to_string(++runs_));
    run_.kind = kind;
    run_.started += runs_;
    run_.study["decision"] = {{"rule", kind == "run" ? "estimate" : "compare"}, {"care_percent", 2}};
    ASSERT_TRUE(store_.begin_run(run_, kCells));
    const Json note = {
        {"mode", "turns"}, {"reference_base_ns", 4000}, {"comparisons", {{cell_id(kCells[1].cell), comparison}}}};
    ASSERT_TRUE(store_.note_group(run_.id, kGroup, note));
  }

  /// `alone` and `beside`: the ratio of b to a in either kind of round.
  void bouts(int n, double alone, double beside) {
    for (int left = n; left > 0; --left) {
      const int attempt = attempts_++;
      const double luck = 1 + 1e-3 * (attempt * 5 % 7 - 3);
      std::vector<ProcessRecord> processes;
      for (const double side : {0.0, 1.0}) {
        std::vector<std::int64_t> walls;
        for (int round = 0; round < kRounds; ++round)
          walls.push_back(std::llround(1e6 * (side > 0 ? luck * (round % 2 > 0 ? beside : alone) : 1)));
        processes.push_back(testing::process(kCells[side > 0 ? 1 : 0], walls));
        for (Slice& slice : processes.back().slices) {
          slice.cpu_ns = slice.wall_ns;
          if (slice.round % 2 == 0) slice.reference_before_ns = slice.reference_after_ns = 6000;
        }
      }
      ASSERT_TRUE(store_.commit_bout(run_.id, kGroup, testing::bout(attempt, std::move(processes))));
    }
  }

  ComparisonReport own() const { return make_report(store_, run_.id)->comparisons.at(0); }
  EffectReport compared() const { return make_comparison(store_, {"blas", "", ""})->effects.at(0); }

  Folder folder_;
  Store store_;
  RunRow run_;
  int runs_ = 0, attempts_ = 0;
};

TEST_F(OwnFinding, IsWhatCompareTellsOfOneTestedRun) {
  begin("ab");
  bouts(9, 1.001, 1.05);
  EXPECT_EQ(own().verdict, "same");
  EXPECT_EQ(own().decided_on, "undisturbed");
  EXPECT_EQ(compared().verdict, "same");
  EXPECT_EQ(compared().decided_on, "undisturbed");
  EXPECT_EQ(compared().effect->percent, own().effect->percent);
  EXPECT_EQ(compared().why, own().why);
}

/// What is smaller than the care would end as "same" before it is found.
TEST_F(OwnFinding, OfAQuietMachineNamesNoChangeBelowTheCare) {
  begin("ab");
  bouts(9, 1.001, 1.001);
  EXPECT_EQ(own().noise.name, "QUIET");
  EXPECT_EQ(own().noise.mde90_percent, 2);
}

/// Its effects, its cells against the baseline, and their share of the error are those of the run's own report.
TEST_F(OwnFinding, IsWhatCompareTellsOfOneRunThatEstimated) {
  begin("run");
  bouts(9, 1.001, 1.05);
  const auto run = make_report(store_, run_.id);
  ASSERT_TRUE(run) << to_string(run.error());
  EXPECT_EQ(run->effects.at(0).decided_on, "undisturbed");
  for (const char* id : {"", run_.id.c_str()}) {
    const auto stored = make_comparison(store_, {"", id, ""});
    ASSERT_TRUE(stored) << to_string(stored.error());
    const Json effects = to_json(*stored)["effects"], own = to_json(*run)["effects"];
    ASSERT_FALSE(own.empty());
    EXPECT_EQ(effects, own);
    for (std::size_t cell = 0; cell < run->cells.size(); ++cell)
      EXPECT_EQ(to_json(*stored)["cells"][cell]["against_baseline"], to_json(*run)["cells"][cell]["against_baseline"]);
  }
}

TEST_F(OwnFinding, OfSeveralRunsIsNone) {
  begin("run");
  bouts(9, 1.001, 1.05);
  begin("ab");
  bouts(9, 1.001, 1.05);
  EXPECT_EQ(compared().bouts, 18);
  EXPECT_EQ(compared().decided_on, "all");
}

}  // namespace
}  // namespace assay

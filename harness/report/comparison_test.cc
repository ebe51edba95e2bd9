#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>

#include "harness/report/host_line.h"
#include "harness/report/report.h"
#include "results/testing.h"

namespace assay {
namespace {

using ::testing::ElementsAre;
using testing::Folder;

RunCell cell(const std::string& blas, const std::string& threads, bool baseline = false) {
  return {{"linalg.gemm", {}, {{"blas", blas}, {"threads", threads}}}, "linalg.gemm", baseline, false};
}

RunCell with_variable(RunCell cell, const std::string& level) {
  cell.cell.configuration["env.KERNELS"] = level;
  return cell;
}

/// Stored runs of one host, compared with each other.
class Comparison : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = Store::open(folder_ / "a.db", Store::Access::ReadWrite);
    ASSERT_TRUE(store) << to_string(store.error());
    store_ = std::make_unique<Store>(std::move(*store));
  }

  /// Three bouts of all cells, of so many CPU nanoseconds; wall time is the same in turns, and of no use in other
  /// modes.
  void fill(const std::vector<RunCell>& cells, const std::vector<std::int64_t>& ns, Mode mode = Mode::Turns,
            const Json& note = {{"mode", "turns"}}) {
    RunRow run = testing::run("r" + std::to_string(++runs_));
    run.started += runs_;
    if (!subjects_.is_null()) run.subjects = subjects_;
    run.host["name"] = machine_;
    ASSERT_TRUE(store_->begin_run(run, cells));
    for (int attempt = 0; attempt < 3; ++attempt) {
      BoutRecord bout = testing::bout(attempt, {});
      bout.mode = mode;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        bout.processes.push_back(testing::process(cells[i], {ns[i] * (1000 + attempt) / 1000}));
        for (Slice& slice : bout.processes.back().slices) {
          slice.cpu_ns = slice.wall_ns;
          if (mode != Mode::Turns) slice.wall_ns = 500'000'000;
        }
      }
      ASSERT_TRUE(store_->commit_bout(run.id, cells[0].group, bout));
    }
    ASSERT_TRUE(store_->note_group(run.id, cells[0].group, note));
  }

  RunReport compare() { return sound(make_comparison(*store_, {"blas", "", ""})); }

  /// a2 is flagged after seven bouts, in one of which the baseline a1 had crashed: six have a pair with it, and all
  /// seven one of a2 with b2. Nine are fresh. `confirmation`: as the session noted it.
  EffectReport flagged_beside_a_crash(const Json& confirmation) {
    const std::vector<RunCell> cells = {cell("a", "1", true), cell("a", "2"), cell("b", "1"), cell("b", "2")};
    const RunRow run = testing::run("r1");
    EXPECT_TRUE(store_->begin_run(run, cells));
    for (int attempt = 1; attempt <= 16; ++attempt) {  // the first was the calibration
      BoutRecord bout = testing::bout(attempt, {});
      const std::vector<double> us = {10, attempt < 8 ? 11.0 : 10.2, 10, 10.2};
      for (std::size_t i = 0; i < cells.size(); ++i)
        bout.processes.push_back(testing::process(cells[i], {std::llround(1e6 * us[i] * (1 + 0.001 * (attempt % 3)))}));
      if (attempt == 3) bout.processes[0].outcome = Outcome::Crashed;
      EXPECT_TRUE(store_->commit_bout(run.id, cells[0].group, bout));
    }
    const Json flagged = {{"verdict", "changed"}, {"confirmation", confirmation}};
    EXPECT_TRUE(store_->note_group(run.id, cells[0].group, {{"comparisons", {{cell_id(cells[1].cell), flagged}}}}));
    return sound(make_comparison(*store_, {"threads", "", ""})).effects.at(0);
  }

  Folder folder_;
  std::unique_ptr<Store> store_;
  int runs_ = 0;
  std::string machine_ = "lab1";  ///< of the runs to come, all of one kind
  Json subjects_;                 ///< of the runs to come; null: the same in all
};

TEST_F(Comparison, LeavesOutOlderRunsInWhichANameWasAnotherThing) {
  const std::vector<RunCell> cells = {cell("a", "1", true), cell("b", "1")};
  subjects_ = {{"blas", {{"a", "1.0"}, {"b", "1.0"}}}};
  fill(cells, {10'000'000, 12'000'000});
  subjects_ = {{"blas", {{"a", "1.0"}, {"b", "2.0"}}}};
  fill(cells, {10'000'000, 20'000'000});
  const RunReport report = compare();
  EXPECT_NEAR(report.effects.at(0).effect->percent, 100, 0.01);
  EXPECT_EQ(report.effects.at(0).bouts, 3);
  EXPECT_THAT(report.notes,
              ::testing::Contains("linalg.gemm of run r1 is left out: a name stood for something else then, or the "
                                  "environment was another one; 'assay compare --run r1' shows it"));
}

TEST_F(Comparison, LeavesOutOlderRunsInAnotherEnvironment) {
  const std::vector<RunCell> cells = {cell("a", "1", true), cell("b", "1")};
  subjects_ = {{"environment", {{"OMP_WAIT_POLICY", "active"}}}};
  fill(cells, {10'000'000, 12'000'000});
  subjects_ = {{"environment", Json::object()}};
  fill(cells, {10'000'000, 11'000'000});
  EXPECT_NEAR(compare().effects.at(0).effect->percent, 10, 0.01);
}

TEST_F(Comparison, ReadsEachRunByItsOwnClock) {
  // Outside turns wall time is the same for all in this store, and CPU time is not.
  fill({cell("a", "1", true), cell("b", "1")}, {10'000'000, 12'000'000}, Mode::SharedCpu,
       {{"mode", "shared-cpu"}, {"clock", "cpu"}});
  fill({cell("a", "1", true), cell("c", "1")}, {10'000'000, 15'000'000}, Mode::Adjacent,
       {{"mode", "adjacent"}, {"clock", "wall"}});
  const auto effects = compare().effects;
  EXPECT_NEAR(effects.at(0).effect->percent, 20, 0.01);
  EXPECT_EQ(effects.at(0).mode, Mode::SharedCpu);
  EXPECT_NEAR(effects.at(1).effect->percent, 0, 0.01);
  EXPECT_EQ(effects.at(1).mode, Mode::Adjacent);
}

TEST_F(Comparison, OfRunsWithOtherBaselinesHasTheFirstRunsAlone) {
  fill({cell("a", "1", true), cell("b", "1")}, {10'000'000, 12'000'000});
  fill({cell("c", "1", true), cell("b", "1")}, {10'000'000, 12'000'000});
  std::vector<std::string> cells;
  for (const CellReport& each : compare().cells)
    cells.push_back(each.cell.configuration.at("blas") + (each.baseline ? " is the baseline" : ""));
  EXPECT_THAT(cells, ElementsAre("a is the baseline", "b", "c"));
  std::vector<std::string> effects;
  for (const EffectReport& each : compare().effects) effects.push_back(each.from + " to " + each.to);
  EXPECT_THAT(effects, ElementsAre("a to b", "a to c"));
}

TEST_F(Comparison, OfSidesThatNeverMetIsAnAverageOverTheSettings) {
  fill({cell("a", "1", true), cell("a", "2")}, {10'000'000, 8'000'000});
  fill({cell("b", "1", true), cell("b", "2"), cell("b", "3")}, {12'000'000, 12'000'000, 99'000'000});
  const EffectReport effect = compare().effects.at(0);
  EXPECT_NEAR(effect.effect->percent, 100 * (std::sqrt(1.2 * 1.5) - 1), 0.01);
  EXPECT_LT(effect.effect->low, effect.effect->percent);
  EXPECT_GT(effect.effect->high, effect.effect->percent);
  EXPECT_EQ(effect.strata, 2);
  EXPECT_NEAR(effect.range.value().least, 20, 0.01);
  EXPECT_NEAR(effect.range.value().most, 50, 0.01);
  EXPECT_EQ(effect.bouts, 3);
  EXPECT_EQ(effect.verdict, "");
  EXPECT_EQ(effect.evidence, Evidence::AcrossRuns);
  EXPECT_EQ(effect.why, "the two sides never met in a bout: drift of the machine is in this difference");
}

TEST_F(Comparison, OfRunsWithAndWithoutAVariableIsAnEffectForEach) {
  fill({cell("a", "1", true), cell("b", "1")}, {10'000'000, 4'000'000});
  fill({with_variable(cell("a", "1", true), "Haswell"), with_variable(cell("b", "1"), "Haswell")},
       {5'000'000, 4'000'000});
  const RunReport report = compare();
  ASSERT_EQ(report.effects.size(), 2U);
  EXPECT_EQ(to_string(report.effects[0].where), "env.KERNELS=Haswell");
  EXPECT_NEAR(report.effects[0].effect->percent, -20, 0.01);
  EXPECT_EQ(to_string(report.effects[1].where), "env.KERNELS=inherited");
  EXPECT_NEAR(report.effects[1].effect->percent, -60, 0.01);
  for (const EffectReport& each : report.effects) {
    EXPECT_EQ(each.strata, 1);
    EXPECT_EQ(each.evidence, Evidence::SameBouts);
  }
}

TEST_F(Comparison, WithAndWithoutAVariableAreNoTwoSides) {
  fill({cell("a", "1", true)}, {10'000'000});
  fill({with_variable(cell("b", "1", true), "Haswell")}, {4'000'000});
  EXPECT_THAT(compare().effects, ::testing::IsEmpty());
}

TEST_F(Comparison, LeavesWhatNeverMetOutOfWhatMet) {
  fill({cell("a", "1", true), cell("b", "1"), cell("a", "2")}, {10'000'000, 12'000'000, 10'000'000});
  fill({cell("a", "1", true), cell("b", "2")}, {10'000'000, 90'000'000});
  const EffectReport effect = compare().effects.at(0);
  EXPECT_NEAR(effect.effect->percent, 20, 0.01);
  EXPECT_EQ(effect.strata, 1);
  EXPECT_EQ(effect.evidence, Evidence::SameBouts);
  EXPECT_FALSE(effect.range);
}

TEST_F(Comparison, SaysOfEachRowWhatWasSetForIt) {
  fill({cell("a", "1", true), cell("b", "1")}, {10'000'000, 4'000'000});
  fill({with_variable(cell("a", "1", true), "Haswell"), with_variable(cell("b", "1"), "Haswell")},
       {5'000'000, 4'000'000});
  const std::string text = to_text(compare(), {false, 100});
  EXPECT_THAT(text, ::testing::HasSubstr("linalg.gemm\n"
                                         "  blas  env.KERNELS     time  interval         speed  interval\n"
                                         "  a     -            10.0 µs  [10.0, 10.0]  baseline\n"
                                         "  b     -            4.00 µs  [4.00, 4.01]     2.50×  [2.50, 2.50]\n"
                                         "  a     Haswell      5.01 µs  [5.00, 5.01]\n"
                                         "  b     Haswell      4.00 µs  [4.00, 4.01]\n"));
  EXPECT_THAT(text, ::testing::HasSubstr("\nEverywhere, where it reaches: threads=1\n"));
}

TEST_F(Comparison, SideBySideSaysWhatWasSetInARun) {
  fill({cell("a", "1", true), cell("b", "1")}, {10'000'000, 4'000'000});
  fill({with_variable(cell("a", "1", true), "Haswell"), with_variable(cell("b", "1"), "Haswell")},
       {5'000'000, 4'000'000});
  const auto made = make_comparison(*store_, {"run", "", ""});
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_THAT(
      to_text(*made, {false, 100}),
      ::testing::HasSubstr("  linalg.gemm in run r1                       10.0 µs  4.00 µs  2.50×  [2.50, 2.50]\n"
                           "  linalg.gemm in run r2, env.KERNELS=Haswell  5.01 µs  4.00 µs  1.25×  [1.25, 1.25]\n"));
}

TEST_F(Comparison, OfACellThatWasReadByBothClocksHasItsWallTime) {
  fill({cell("a", "1", true), cell("b", "1")}, {100'000'000, 120'000'000}, Mode::SharedCpu, {{"clock", "cpu"}});
  fill({cell("a", "1", true), cell("c", "1")}, {100'000'000, 150'000'000}, Mode::Adjacent, {{"clock", "wall"}});
  const RunReport report = compare();
  const auto seconds = [&](std::size_t place) { return report.cells.at(place).seconds->median; };
  EXPECT_NEAR(seconds(0), 500e-6, 1e-9);  // of 1000 iterations
  EXPECT_NEAR(seconds(1), 120e-6, 1e-6);
  EXPECT_NEAR(seconds(2), 500e-6, 1e-9);
  EXPECT_EQ(to_json(report)["cells"][0]["clock"], "wall");
  EXPECT_EQ(to_json(report)["cells"][1]["clock"], "cpu");
  const std::string text = to_text(report, {false, 100});
  EXPECT_THAT(text, ::testing::HasSubstr("  a         500 µs  "));
  EXPECT_THAT(text, ::testing::HasSubstr("  b     120 µs CPU  "));
}

TEST_F(Comparison, OfSidesReadByDifferentClocksIsByCpuTime) {
  fill({cell("a", "1", true), cell("a", "2")}, {100'000'000, 100'000'000}, Mode::SharedCpu, {{"clock", "cpu"}});
  fill({cell("b", "1", true), cell("b", "2")}, {120'000'000, 120'000'000}, Mode::Adjacent, {{"clock", "wall"}});
  EXPECT_NEAR(compare().effects.at(0).effect->percent, 20, 0.01);
}

TEST_F(Comparison, HasTheTimesOfTheRun) {
  const std::vector<RunCell> cells = {cell("a", "1", true), cell("b", "1")};
  RunRow run = testing::run("r1");
  ASSERT_TRUE(store_->begin_run(run, cells));
  for (int attempt = 0; attempt < 3; ++attempt) {
    BoutRecord bout = testing::bout(attempt, {});
    for (const RunCell& each : cells) {
      bout.processes.push_back(testing::process(each, std::vector<std::int64_t>(75, 20'000'000)));
      for (int i = 0; i < 75; ++i) {
        Slice& slice = bout.processes.back().slices[static_cast<std::size_t>(i)];
        if (i < 25) slice.wall_ns = 10'000'000;
        slice.reference_before_ns = slice.reference_after_ns = i < 25 ? 4000 : 6000;
      }
    }
    ASSERT_TRUE(store_->commit_bout(run.id, cells[0].group, bout));
  }
  const auto made = make_report(*store_, "r1");
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_NEAR(*made->cells.at(0).undisturbed, 1.0 / 3, 1e-9);
  EXPECT_NEAR(made->cells.at(0).seconds->median, 20e-6, 1e-12);
  EXPECT_NEAR(compare().cells.at(0).seconds->median, 20e-6, 1e-12);
}

TEST_F(Comparison, OfSidesThatNeverMetIsByCpuTimeWhereTheySharedACpu) {
  fill({cell("a", "1", true), cell("a", "2")}, {100'000'000, 100'000'000}, Mode::SharedCpu, {{"clock", "cpu"}});
  fill({cell("b", "1", true), cell("b", "2")}, {120'000'000, 120'000'000}, Mode::SharedCpu, {{"clock", "cpu"}});
  EXPECT_NEAR(compare().effects.at(0).effect->percent, 20, 0.01);
}

TEST_F(Comparison, IsByTheClockThatTheGroupWasDecidedBy) {
  fill({cell("a", "1", true), cell("a", "2")}, {100'000, 100'000}, Mode::Adjacent, {{"clock", "cpu"}});
  fill({cell("b", "1", true), cell("b", "2")}, {120'000, 120'000}, Mode::Adjacent, {{"clock", "cpu"}});
  EXPECT_NEAR(compare().effects.at(0).effect->percent, 20, 0.01);
  EXPECT_NEAR(compare().cells.at(0).seconds->median, 1e-7, 1e-9);
}

TEST_F(Comparison, LeavesOutTheBoutsForWhichTheScreenFlagged) {
  const std::vector<RunCell> cells = {cell("a", "1", true), cell("b", "1"), cell("c", "1")};
  RunRow run = testing::run("r1");
  ASSERT_TRUE(store_->begin_run(run, cells));
  for (int attempt = 0; attempt < 15; ++attempt) {
    BoutRecord bout = testing::bout(attempt, {});
    const double drift = 1 + 0.001 * (attempt % 3);
    const std::vector<double> us = {10, attempt < 6 ? 11.0 : 10.2, 12};
    for (std::size_t i = 0; i < cells.size(); ++i)
      bout.processes.push_back(testing::process(cells[i], {std::llround(1e6 * us[i] * drift)}));
    ASSERT_TRUE(store_->commit_bout(run.id, cells[0].group, bout));
  }
  const Json flagged = {{"verdict", "changed"}, {"confirmation", {{"flagged", 1}, {"after", 6}}}};
  ASSERT_TRUE(store_->note_group(run.id, cells[0].group, {{"comparisons", {{cell_id(cells[1].cell), flagged}}}}));
  const auto effects = compare().effects;
  EXPECT_NEAR(effects.at(0).effect->percent, 2, 0.01);
  EXPECT_EQ(effects.at(0).bouts, 9);
  EXPECT_NEAR(effects.at(1).effect->percent, 20, 0.01);
  EXPECT_EQ(effects.at(1).bouts, 15);
}

TEST_F(Comparison, TakesFreshBoutsOnlyWhereTheBaselineCrashedInTheScreen) {
  const EffectReport effect = flagged_beside_a_crash({{"flagged", 1}, {"first_fresh", 8}});
  EXPECT_EQ(effect.bouts, 9);
  EXPECT_NEAR(effect.effect->percent, 2, 0.01);
}

/// Older runs noted how many pairs the screen had.
TEST_F(Comparison, TakesFreshBoutsOnlyByACountOfPairs) {
  const EffectReport effect = flagged_beside_a_crash({{"flagged", 1}, {"after", 6}});
  EXPECT_EQ(effect.bouts, 9);
  EXPECT_NEAR(effect.effect->percent, 2, 0.01);
}

TEST_F(Comparison, OfASideThatTheSessionGaveUpIsNone) {
  const std::vector<RunCell> cells = {cell("a", "1", true), cell("b", "1")};
  const Json failed = {{"verdict", "failed"}, {"outcome", "crashed"}, {"detail", "ended by SIGSEGV"}};
  fill(cells, {10'000'000, 12'000'000}, Mode::Turns, {{"comparisons", {{cell_id(cells[1].cell), failed}}}});
  const EffectReport effect = compare().effects.at(0);
  EXPECT_EQ(effect.verdict, "failed");
  EXPECT_FALSE(effect.effect);
  EXPECT_EQ(effect.why, "blas=b threads=1: crashed: ended by SIGSEGV");
}

TEST_F(Comparison, OfASideThatWasMeasuredAfterAllIsItsEffect) {
  const std::vector<RunCell> cells = {cell("a", "1", true), cell("b", "1")};
  const auto noted = [&](const char* verdict) {
    return Json{{"comparisons", {{cell_id(cells[1].cell), {{"verdict", verdict}}}}}};
  };
  fill(cells, {10'000'000, 12'000'000}, Mode::Turns, noted("failed"));
  fill(cells, {10'000'000, 12'000'000}, Mode::Turns, noted("changed"));
  EXPECT_NEAR(compare().effects.at(0).effect->percent, 20, 0.01);
  fill(cells, {10'000'000, 12'000'000}, Mode::Turns, noted("failed"));
  EXPECT_EQ(compare().effects.at(0).verdict, "failed");
}

TEST_F(Comparison, OfTwoMachinesOfOneKindIsWithinEach) {
  const std::vector<RunCell> cells = {cell("a", "1", true), cell("b", "1")};
  fill(cells, {10'000'000, 12'000'000});
  machine_ = "lab2";
  fill(cells, {20'000'000, 26'000'000});
  const RunReport report = compare();
  std::vector<std::string> effects, rows;
  for (const EffectReport& each : report.effects)
    effects.push_back(fmt::format("{} {:.0f} % in {} bouts", each.host, each.effect->percent, each.bouts));
  for (const CellReport& each : report.cells) rows.push_back(each.host + " " + each.cell.configuration.at("blas"));
  EXPECT_THAT(effects, ElementsAre("lab1 20 % in 3 bouts", "lab2 30 % in 3 bouts"));
  EXPECT_THAT(rows, ElementsAre("lab1 a", "lab1 b", "lab2 a", "lab2 b"));
  EXPECT_THAT(report.hosts, ElementsAre("lab1: unknown CPU, Linux 6.1", "lab2: unknown CPU, Linux 6.1"));
  EXPECT_THAT(report.notes, ::testing::Contains("2 machines of one kind: cells are compared within a machine only "
                                                "(save with --by host)"));
  EXPECT_THAT(to_text(report, {false, 100}), ::testing::HasSubstr("\n  linalg.gemm on lab2  20.0 µs  26.0 µs "));
  EXPECT_THAT(report.notes, ::testing::Not(::testing::Contains(::testing::HasSubstr("taken together"))));
  fill(cells, {20'000'000, 26'000'000});
  EXPECT_THAT(compare().notes, ::testing::Contains("3 runs: those of a machine are taken together"));
}

TEST_F(Comparison, ByHostTellsMachinesOfOneKindApart) {
  const std::vector<RunCell> cells = {cell("a", "1", true), cell("b", "1")};
  fill(cells, {10'000'000, 12'000'000});
  machine_ = "lab2";
  fill(cells, {20'000'000, 24'000'000});
  for (const char* by : {"host", "run"}) {
    const RunReport report = sound(make_comparison(*store_, {by, "", ""}));
    ASSERT_EQ(report.effects.size(), 2U);
    for (const EffectReport& each : report.effects) {
      EXPECT_NEAR(each.effect->percent, 100, 0.01);
      EXPECT_EQ(each.evidence, Evidence::AcrossHosts);
      EXPECT_EQ(each.verdict, "");
    }
    EXPECT_EQ(report.effects[0].to, by == std::string("host") ? "lab2" : "r2");
  }
}

TEST_F(Comparison, WhatANameMeansOnAnotherMachineOutdatesNothingHere) {
  const std::vector<RunCell> cells = {cell("a", "1", true), cell("b", "1")};
  subjects_ = {{"blas", {{"a", "1.0"}, {"b", "1.0"}}}};
  fill(cells, {10'000'000, 12'000'000});
  machine_ = "lab2";
  subjects_ = {{"blas", {{"a", "1.0"}, {"b", "2.0"}}}};
  fill(cells, {10'000'000, 20'000'000});
  const RunReport report = compare();
  ASSERT_EQ(report.effects.size(), 2U);
  EXPECT_NEAR(report.effects[0].effect->percent, 20, 0.01);
  EXPECT_NEAR(report.effects[1].effect->percent, 100, 0.01);
  EXPECT_THAT(report.notes, ::testing::Not(::testing::Contains(::testing::HasSubstr("is left out"))));
}

TEST_F(Comparison, BetweenPlacesNeedsTwo) {
  fill({cell("a", "1", true), cell("b", "1")}, {100'000, 110'000});
  const auto problem = [&](const CompareOptions& options) {
    return to_string(make_comparison(*store_, options).error());
  };
  EXPECT_EQ(problem({"run", "", ""}),
            "--by run: there is one run to compare, r1; measure the same at another time; 'assay list runs' shows what "
            "is stored");
  fill({cell("a", "1", true), cell("b", "1")}, {100'000, 110'000});
  const std::string host = host_line(testing::run("x").host);
  EXPECT_EQ(problem({"host", "", ""}), "--by host: every run that is chosen is of one host, " + host +
                                           "; --by run compares what it measured at different times");
  EXPECT_TRUE(make_comparison(*store_, {"run", "", ""}));
}

}  // namespace
}  // namespace assay

#include <gmock/gmock.h>

#include <cmath>

#include "harness/report/report.h"
#include "results/testing.h"

namespace assay {
namespace {

using ::testing::Contains;
using testing::Folder;
using ::testing::IsEmpty;

RunCell cell(const std::string& blas, bool baseline = false, const std::string& threads = "1") {
  return {{"linalg.gemm", {}, {{"blas", blas}, {"threads", threads}}}, "linalg.gemm", baseline, false};
}

/// Runs of different times and hosts, whose absolute times have nothing in common but ratios within a bout.
class Apart : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = Store::open(folder_ / "a.db", Store::Access::ReadWrite);
    ASSERT_TRUE(store) << to_string(store.error());
    store_ = std::make_unique<Store>(std::move(*store));
  }

  /// Eight bouts of 30 rounds; the references read 4000 ns, so that all of them are undisturbed by the run's base.
  void fill(const std::vector<RunCell>& cells, const std::vector<double>& us, double base_ns = 4000,
            std::int64_t reading_ns = 4000) {
    run_.id = "r" + std::to_string(++runs_);
    run_.started += 86400;
    ASSERT_TRUE(store_->begin_run(run_, cells));
    for (int attempt = 0; attempt < (drift_.empty() ? 8 : std::ssize(drift_)); ++attempt) {
      BoutRecord bout = testing::bout(attempt, {});
      for (std::size_t i = 0; i < cells.size(); ++i) {
        const double luck = drift_.empty() ? 1 + 1e-3 * ((attempt * 5 + static_cast<int>(i) * 3) % 7 - 3)
                                           : 1 + static_cast<double>(i) * drift_[static_cast<std::size_t>(attempt)];
        bout.processes.push_back(
            testing::process(cells[i], std::vector<std::int64_t>(30, std::llround(1e6 * us[i] * luck))));
        for (Slice& slice : bout.processes.back().slices) {
          slice.cpu_ns = slice.wall_ns;
          slice.reference_before_ns = slice.reference_after_ns = reading_ns;
        }
      }
      ASSERT_TRUE(store_->commit_bout(run_.id, cells[0].group, bout));
    }
    ASSERT_TRUE(store_->note_group(run_.id, cells[0].group, {{"mode", "turns"}, {"reference_base_ns", base_ns}}));
  }

  RunReport compare(const std::string& by) { return sound(make_comparison(*store_, {by, "", ""})); }

  EffectReport effect(const std::string& by, const std::string& to, const Configuration& where = {}) {
    for (const EffectReport& each : compare(by).effects)
      if (each.to == to && each.where == where) return each;
    throw std::runtime_error("no effect to " + to);
  }

  Folder folder_;
  std::unique_ptr<Store> store_;
  RunRow run_ = testing::run("");
  int runs_ = 0;
  std::vector<double> drift_;  ///< of the second side, bout by bout, in place of luck
};

TEST_F(Apart, AnAnchorInBothRunsGivesARatioOfRatios) {
  fill({cell("a", true), cell("b")}, {10, 12});
  fill({cell("b", true), cell("c")}, {30, 33});  // the machine is 2.5 times as slow by then
  const EffectReport found = effect("blas", "c");
  EXPECT_NEAR(found.effect->percent, 32, 0.3);
  EXPECT_LT(found.effect->low, 32);
  EXPECT_GT(found.effect->high, 32);
  EXPECT_EQ(found.evidence, Evidence::AcrossRuns);
  EXPECT_EQ(found.verdict, "changed");
  EXPECT_EQ(found.decided_on, "undisturbed");
  EXPECT_EQ(found.bouts, 8);
  EXPECT_EQ(found.why,
            "a ratio of two ratios: measured against blas=b threads=1 in run r1, and against the same in run r2");
  EXPECT_EQ(effect("blas", "b").evidence, Evidence::SameBouts);
}

TEST_F(Apart, OverAllRoundsARatioOfRatiosHasNoVerdict) {
  fill({cell("a", true), cell("b")}, {10, 12});
  fill({cell("b", true), cell("c")}, {30, 33}, 3000);  // by its base the neighbour was busy all the time
  const EffectReport found = effect("blas", "c");
  EXPECT_NEAR(found.effect->percent, 32, 0.3);
  EXPECT_EQ(found.evidence, Evidence::AcrossRuns);
  EXPECT_EQ(found.verdict, "");
  EXPECT_THAT(found.why, ::testing::EndsWith("; over all rounds, which the neighbours of each run are in: no verdict"));
}

/// Seconds of a fast and a slow neighbourhood, in two episodes or in turns: the same values.
TEST_F(Apart, BoutsThatCorrelateWidenARatioOfRatios) {
  const auto width = [&](int episode) {
    drift_.clear();
    for (int bout = 0; bout < 16; ++bout) drift_.push_back(bout / episode % 2 == 0 ? 0.01 : -0.01);
    fill({cell("a", true), cell("b")}, {10, 12}, 3000);
    fill({cell("b", true), cell("c")}, {30, 33}, 3000);
    const Estimate found = *effect("blas", "c").effect;
    return found.high - found.low;
  };
  const double in_turns = width(1);
  EXPECT_GT(width(8), 2 * in_turns);
}

TEST_F(Apart, TheLatestRunWithTheAnchorCounts) {
  fill({cell("a", true), cell("b")}, {10, 12});
  fill({cell("b", true), cell("c")}, {30, 33});
  fill({cell("b", true), cell("c")}, {30, 36});
  const EffectReport found = effect("blas", "c");
  EXPECT_NEAR(found.effect->percent, 44, 0.3);
  EXPECT_EQ(found.why,
            "a ratio of two ratios: measured against blas=b threads=1 in run r1, and against the same in run r3");
}

TEST_F(Apart, RunsWithDifferentBasesHaveNoVerdict) {
  fill({cell("a", true), cell("b")}, {10, 12});
  fill({cell("b", true), cell("c")}, {30, 33}, 6000, 6000);  // beside a neighbour who never rested, or clocked lower
  const EffectReport found = effect("blas", "c");
  EXPECT_NEAR(found.effect->percent, 32, 0.3);
  EXPECT_EQ(found.decided_on, "undisturbed");
  EXPECT_EQ(found.verdict, "");
  EXPECT_THAT(found.why, ::testing::EndsWith("; the reference kernel's bases of the runs differ, so undisturbed is not "
                                             "one thing in both: no verdict"));
}

TEST_F(Apart, WithoutAnAnchorThereIsNoVerdict) {
  fill({cell("a", true), cell("a", false, "2")}, {10, 10});
  fill({cell("b", true), cell("b", false, "2")}, {30, 30});
  const EffectReport found = effect("blas", "b");
  EXPECT_NEAR(found.effect->percent, 200, 1);
  EXPECT_EQ(found.verdict, "");
  EXPECT_EQ(found.evidence, Evidence::AcrossRuns);
  EXPECT_EQ(found.why, "the two sides never met in a bout: drift of the machine is in this difference");
}

TEST_F(Apart, ABaselineThatTwoRunsShareIsAnAnchorToo) {
  fill({cell("a", true), cell("a", false, "2")}, {10, 5});
  fill({cell("a", true), cell("b", false, "2")}, {20, 12});
  const EffectReport found = effect("blas", "b");
  EXPECT_NEAR(found.effect->percent, 20, 0.3);
  EXPECT_EQ(found.evidence, Evidence::AcrossRuns);
  EXPECT_EQ(found.strata, 1);
}

TEST_F(Apart, ABaselineOfOneRunIsEvidenceOfThatRun) {
  fill({cell("a", true), cell("a", false, "2"), cell("b", false, "2")}, {10, 5, 6});
  fill({cell("a", true)}, {20});
  EXPECT_EQ(effect("blas", "b").evidence, Evidence::SameBouts);
}

TEST_F(Apart, ByRunWhatChangedIsHeldAgainstWhatDidNot) {
  run_.subjects = {{"blas", {{"a", "1.0"}, {"b", "1.0"}}}};
  fill({cell("a", true), cell("b")}, {10, 12});
  run_.subjects["blas"]["b"] = "2.0";
  fill({cell("a", true), cell("b")}, {20, 25});
  const EffectReport changed = effect("run", "r2", {{"blas", "b"}});
  EXPECT_EQ(changed.from, "r1");
  EXPECT_NEAR(changed.effect->percent, 100 * (1.25 / 1.2 - 1), 0.2);
  EXPECT_EQ(changed.verdict, "changed");
  EXPECT_EQ(changed.evidence, Evidence::AcrossRuns);
  const EffectReport anchor = effect("run", "r2", {{"blas", "a"}});  // nothing is left to hold it against
  EXPECT_NEAR(anchor.effect->percent, 100, 1);
  EXPECT_EQ(anchor.verdict, "");
  EXPECT_EQ(anchor.why, "absolute times of two runs: what the machine did at either time is in this difference");
  const RunReport report = compare("run");
  EXPECT_EQ(report.cells.size(), 4U);
  EXPECT_EQ(report.cells.at(2).run, "r2");
  EXPECT_THAT(report.notes, ::testing::Not(Contains(::testing::HasSubstr("is left out"))));
}

TEST_F(Apart, ByHostIsNoVerdictAndTellsWhatDiffers) {
  run_.host["cpu"] = {{"microcode", "0x1"}};
  fill({cell("a", true), cell("b")}, {10, 12});
  run_.host = {{"id", "fedcba9876543210"}, {"name", "lab2"}, {"kernel", "6.1"}, {"governor", "powersave"}};
  fill({cell("a", true), cell("b")}, {20, 24});
  const EffectReport found = effect("host", "lab2", {{"blas", "a"}});
  EXPECT_EQ(found.from, "lab1");
  EXPECT_NEAR(found.effect->percent, 100, 1);
  EXPECT_EQ(found.evidence, Evidence::AcrossHosts);
  EXPECT_EQ(found.verdict, "");
  EXPECT_EQ(found.why, "absolute times of two machines: everything in which they differ is in this difference");
  const RunReport report = compare("host");
  EXPECT_THAT(report.notes,
              Contains("the hosts of these runs differ in name (lab1 in 1 run, lab2 in 1 run), cpu.microcode (0x1 in 1 "
                       "run, unknown in 1 run), governor (unknown in 1 run, powersave in 1 run)"));
  EXPECT_EQ(to_json(report)["host_differences"][2].dump(),
            R"({"fact":"governor","values":[{"value":"unknown","runs":["r1"]},{"value":"powersave","runs":["r2"]}]})");
  EXPECT_EQ(to_json(report)["live"], false);
  for (const EffectReport& each : report.effects) EXPECT_EQ(each.verdict, "");
}

TEST_F(Apart, AnotherKernelOfTheSameHostIsToldToo) {
  fill({cell("a", true), cell("b")}, {10, 12});
  fill({cell("a", true), cell("b")}, {10, 12});
  EXPECT_THAT(compare("").host_differences, IsEmpty());
  run_.host["kernel"] = "6.2";
  run_.host["load"] = "3.0";  // of a moment
  fill({cell("a", true), cell("b")}, {10, 12});
  EXPECT_THAT(compare("").notes, Contains("the hosts of these runs differ in kernel (6.1 in 2 runs, 6.2 in 1 run)"));
}

TEST_F(Apart, TheTextSaysTheEvidenceAndTheReason) {
  fill({cell("a", true), cell("b")}, {10, 12});
  fill({cell("b", true), cell("c")}, {30, 33});
  const std::string text = to_text(compare("blas"), {false, 100});
  EXPECT_THAT(text,
              ::testing::HasSubstr("    a → c  +32.2 %  [+31.3, +33.1]         changed  undisturbed  across-runs\n"));
  EXPECT_THAT(text, ::testing::HasSubstr("  linalg.gemm: a ratio of two ratios: measured against blas=b threads=1 in "
                                         "run r1, and against the\n  same in run r2\n"));
  EXPECT_THAT(text, ::testing::HasSubstr("Note: from stored numbers, not live"));
}

TEST_F(Apart, AnUnknownFactorIsAnswered) {
  fill({cell("a", true), cell("b")}, {10, 12});
  const auto made = make_comparison(*store_, {"hots", "", ""});
  ASSERT_FALSE(made);
  EXPECT_EQ(to_string(made.error()),
            "--by: no stored cell has a factor \"hots\"; did you mean \"host\"? Known here: blas, host, run, threads");
}

}  // namespace
}  // namespace assay

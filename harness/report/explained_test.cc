#include "harness/report/explained.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "harness/report/effects.h"
#include "results/testing.h"

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Microseconds for 1000 iterations, by the place of the cell.
using Times = std::map<std::size_t, double>;

RunCell cell(const std::string& blas, const std::string& threads) {
  return {
      {"linalg.gemm", {}, {{"blas", blas}, {"threads", threads}}}, "linalg.gemm", blas == "a" && threads == "1", false};
}

/// a1, a2, b1, b2.
std::vector<RunCell> square() {
  return {cell("a", "1"), cell("a", "2"), cell("b", "1"), cell("b", "2")};
}

/// Twice a2 = 0.8 a1 and b1 = 1.2 a1; b2 is 1.3 times what these two would make of it.
const Times kTimes = {{0, 10}, {1, 8}, {2, 12}, {3, 10 * 0.8 * 1.2 * 1.3}};

MeasuredGroup group(const std::vector<RunCell>& cells, const Json& note = Json::object()) {
  return groups_of(cells, {{"linalg.gemm", note}}).front();
}

/// `spread`: of each cell in each bout, as a fraction.
void measure(MeasuredGroup& group, const Times& times, int bouts, double spread = 0) {
  for (int left = bouts; left > 0; --left) {
    const auto attempt = static_cast<int>(group.bouts.size());
    BoutRecord bout = testing::bout(attempt, {});
    for (const auto& [place, time] : times) {
      const double drift = 1 + 0.01 * (attempt % 3 - 1);  // of all sides alike
      const double own = 1 + spread * ((attempt * 7 + static_cast<int>(place) * 3) % 5 - 2);
      const auto wall = static_cast<std::int64_t>(1e6 * time * drift * own);
      bout.processes.push_back(testing::process(group.cells[place].row, {wall, wall, wall}));
    }
    add_bout(group, bout, {});
  }
}

ExplainedReport explained(const MeasuredGroup& group) {
  const auto all = explain(group);
  if (all.size() != 1) throw std::runtime_error(std::to_string(all.size()) + " reports");
  return all.front();
}

double percent(const ExplainedReport& report, std::size_t term, std::size_t effect = 0) {
  return report.terms.at(term).effects.at(effect).effect->percent;
}

TEST(Explain, FindsTheEffectsThatWerePutIn) {
  MeasuredGroup all = group(square());
  measure(all, kTimes, 10);
  const ExplainedReport report = explained(all);
  EXPECT_THAT(report.factors, ElementsAre("blas", "threads"));
  EXPECT_EQ(report.cells, 4);
  EXPECT_EQ(report.missing, 0);
  EXPECT_EQ(report.bouts, 10);
  EXPECT_TRUE(report.orthogonal);
  ASSERT_EQ(report.terms.size(), 3U);
  EXPECT_NEAR(percent(report, 0), 100 * (1.2 * std::sqrt(1.3) - 1), 1e-3);
  EXPECT_NEAR(percent(report, 1), 100 * (0.8 * std::sqrt(1.3) - 1), 1e-3);
  EXPECT_NEAR(percent(report, 2), 30, 1e-3);
  EXPECT_EQ(to_string(report.terms[2].effects[0].to), "blas=b threads=2");
  // Squared half effects: each over the variance of the cells.
  const double a = std::log(1.2 * std::sqrt(1.3)), b = std::log(0.8 * std::sqrt(1.3)), ab = std::log(1.3) / 2;
  const double sum = a * a + b * b + ab * ab;
  EXPECT_NEAR(report.terms[0].share, a * a / sum, 1e-5);
  EXPECT_NEAR(report.terms[1].share, b * b / sum, 1e-5);
  EXPECT_NEAR(report.terms[2].share, ab * ab / sum, 1e-5);
  EXPECT_NEAR(report.higher_order, 0, 1e-9);
  EXPECT_NEAR(report.bout_to_bout, 0, 1e-9);
}

TEST(Explain, WhatNoFactorExplainsIsTheVarianceWithinBouts) {
  MeasuredGroup all = group(square());
  measure(all, kTimes, 10, 0.01);
  const ExplainedReport report = explained(all);
  double shares = report.higher_order + report.bout_to_bout;
  for (const auto& term : report.terms) shares += term.share;
  EXPECT_NEAR(shares, 1, 1e-12);
  EXPECT_GT(report.bout_to_bout, 0.005);
  EXPECT_LT(report.bout_to_bout, 0.02);
  const Estimate& effect = *report.terms[2].effects[0].effect;
  EXPECT_LT(effect.low, 30);
  EXPECT_GT(effect.high, 30);
  EXPECT_GT(effect.high - effect.low, 0.1);
}

/* NumPy: z = log(w / w[:, :1]); r = z - z.mean(0) - z.mean(1)[:, None] + z.mean(); s2 = (r**2).sum() / (3 * 3);
 * m = z.mean(0) (of four bouts nothing is trimmed); v = ((m - m.mean())**2).mean(); s2 / (s2 + v) */
TEST(Explain, FromBoutToBoutIsTheResidualOfCellsAndBouts) {
  const std::vector<std::vector<std::int64_t>> walls = {{10000000, 8000000, 12000000, 12500000},
                                                        {10100000, 8200000, 12050000, 12400000},
                                                        {9900000, 7950000, 12100000, 12450000},
                                                        {10050000, 8010000, 11900000, 12700000}};
  MeasuredGroup all = group(square());
  for (std::size_t attempt = 0; attempt < walls.size(); ++attempt) {
    BoutRecord bout = testing::bout(static_cast<int>(attempt), {});
    for (std::size_t place = 0; place < 4; ++place)
      bout.processes.push_back(testing::process(all.cells[place].row, {walls[attempt][place]}));
    add_bout(all, bout, {});
  }
  EXPECT_NEAR(explained(all).bout_to_bout, 0.003616410504492172, 1e-10);
}

TEST(Explain, RestsOnTheBoutsThatHaveAllCells) {
  MeasuredGroup all = group(square());
  measure(all, kTimes, 7);
  measure(all, {{0, 10}, {1, 9}, {2, 15}}, 5);  // b2 was given time no more
  const ExplainedReport report = explained(all);
  EXPECT_EQ(report.bouts, 7);
  EXPECT_NEAR(percent(report, 0), 100 * (1.2 * std::sqrt(1.3) - 1), 1e-3);
  EXPECT_NEAR(percent(report, 2), 30, 1e-3);
}

/// Bouts of 30 rounds, in the last `beside` of which b2 met a neighbour, who costs it a fifth.
TEST(Explain, RestsOnRoundsThatAreUndisturbedForAllCells) {
  const auto interaction = [](int beside) {
    MeasuredGroup all = group(square());
    for (int attempt = 0; attempt < 10; ++attempt) {
      BoutRecord bout = testing::bout(attempt, {});
      for (const auto& [place, time] : kTimes)
        bout.processes.push_back(testing::process(
            all.cells[place].row, std::vector<std::int64_t>(30, static_cast<std::int64_t>(1e6 * time))));
      auto& slices = bout.processes[3].slices;
      for (std::size_t i = slices.size() - static_cast<std::size_t>(beside); i < slices.size(); ++i) {
        slices[i].wall_ns = slices[i].wall_ns * 6 / 5;
        slices[i].reference_after_ns = 8000;
      }
      add_bout(all, bout, {.base_ns = 4000});
    }
    return percent(explained(all), 2);
  };
  EXPECT_NEAR(interaction(4), 30, 1e-3);   // 26 undisturbed rounds are enough
  EXPECT_NEAR(interaction(16), 56, 1e-3);  // 14 are not: all decide, of which most are disturbed
}

TEST(Explain, AddsUpCellsThatNeverMet) {
  MeasuredGroup all = group(square());
  for (int pass = 0; pass < 7; ++pass) {
    measure(all, {{0, 10}, {1, 8}}, 1);
    measure(all, {{0, 10}, {2, 12}, {3, kTimes.at(3)}}, 1);
  }
  const ExplainedReport report = explained(all);
  EXPECT_EQ(report.bouts, 7);
  EXPECT_NEAR(percent(report, 0), 100 * (1.2 * std::sqrt(1.3) - 1), 1e-3);
  EXPECT_NEAR(percent(report, 2), 30, 1e-3);
}

TEST(Explain, NamesWhatAFailedCellTakesAway) {
  const std::vector<RunCell> cells = square();
  MeasuredGroup all = group(cells, {{"comparisons", {{cell_id(cells[3].cell), {{"verdict", "failed"}}}}}});
  measure(all, kTimes, 10);
  RunReport run;
  run.command = "run";
  run.explained = explain(all);
  const ExplainedReport& report = run.explained.at(0);
  EXPECT_EQ(report.cells, 3);
  EXPECT_EQ(report.missing, 1);
  EXPECT_FALSE(report.orthogonal);
  EXPECT_NEAR(percent(report, 0), 20, 1e-3);
  EXPECT_NEAR(percent(report, 1), -20, 1e-3);
  EXPECT_THAT(report.terms[2].effects, IsEmpty());
  const std::string text = to_text(run, {false, 300});
  EXPECT_THAT(text,
              HasSubstr("  note: 1 of 4 combinations were not measured. blas × threads cannot be told from blas, "
                        "threads. Main effects are true as far as there is no blas × threads. A factor's share holds "
                        "what it has in common with those below it.\n"));
  const Json json = to_json(run)["explained"][0];
  EXPECT_EQ(json["missing"], 1);
  EXPECT_EQ(json["terms"][0]["effects"][0]["assuming_none"].dump(), R"([["blas","threads"]])");
  EXPECT_EQ(json["terms"][2]["aliased_with"].dump(), R"([["blas"],["threads"]])");
}

TEST(Explain, TakesTogetherTheCellsThatHaveTheSameFactors) {
  std::vector<RunCell> cells = {{{"linalg.gemm", {}, {{"blas", "reference"}}}, "linalg.gemm", true, false}};
  for (RunCell each : square()) {
    each.baseline = false;
    cells.push_back(each);
  }
  MeasuredGroup all = group(cells);
  measure(all, {{0, 50}, {1, 10}, {2, 8}, {3, 12}, {4, kTimes.at(3)}}, 7);
  const ExplainedReport report = explained(all);
  EXPECT_EQ(report.cells, 4);
  EXPECT_NEAR(percent(report, 1), 100 * (0.8 * std::sqrt(1.3) - 1), 1e-3);
  EXPECT_NEAR(percent(report, 2), 30, 1e-3);
}

TEST(Explain, BelowSixBoutsHasSharesAndNoInterval) {
  MeasuredGroup all = group(square());
  measure(all, kTimes, 5);
  RunReport run;
  run.command = "run";
  run.explained = explain(all);
  const ExplainedReport& report = run.explained.at(0);
  EXPECT_EQ(report.bouts, 5);
  EXPECT_GT(report.terms.at(0).share, 0);
  EXPECT_FALSE(report.terms.at(0).effects.at(0).effect);
  EXPECT_EQ(to_json(run)["explained"][0]["terms"][0]["effects"][0]["effect"], nullptr);
  EXPECT_THAT(to_text(run, {false, 100}), HasSubstr("    a → b                          5 of at least 6 bouts\n"));
  measure(all, kTimes, 1);
  EXPECT_TRUE(explained(all).terms.at(0).effects.at(0).effect);
}

TEST(Explain, NeedsTwoFactorsAndTwoBouts) {
  MeasuredGroup one = group({cell("a", "1"), cell("b", "1")});
  measure(one, {{0, 10}, {1, 12}}, 7);
  EXPECT_THAT(explain(one), IsEmpty());
  MeasuredGroup few = group(square());
  measure(few, kTimes, 1);
  EXPECT_THAT(explain(few), IsEmpty());
}

/// Both are means over the same settings of the same bouts, which resemble their neighbours.
TEST(Explain, SaysOfAFactorWhatItsEffectSays) {
  MeasuredGroup all = group(square());
  for (int bout = 0; bout < 34; ++bout) measure(all, {{0, 10}, {1, 8}, {2, 12 + 0.01 * bout}, {3, 9 + 0.01 * bout}}, 1);
  const auto steps = steps_of(all.cells);
  const auto step = std::ranges::find(steps, "blas", &Step::factor);
  const EffectReport shown = effect_of(all, *step, {}).report;
  const auto term = explain(all).at(0).terms.at(0);
  ASSERT_THAT(term.factors, ElementsAre("blas"));
  const Estimate explained = *term.effects.at(0).effect;
  EXPECT_NE(shown.why.find("standard error widened"), std::string::npos) << shown.why;
  EXPECT_NEAR(explained.percent, shown.effect->percent, 1e-9);
  EXPECT_NEAR(explained.low, shown.effect->low, 1e-9);
  EXPECT_NEAR(explained.high, shown.effect->high, 1e-9);
}

}  // namespace
}  // namespace assay

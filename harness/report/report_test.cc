#include "harness/report/report.h"

#include <gtest/gtest.h>

#include <fstream>

#include "harness/report/judge.h"
#include "harness/report/shown.h"
#include "harness/report/strata.h"
#include "results/testing.h"

namespace assay {
namespace {

using testing::Folder;

RunCell gemm(const Configuration& configuration, bool baseline) {
  return {{"linalg.gemm", {{"n", "512"}, {"type", "d"}}, configuration}, "linalg.gemm{n=512,type=d}", baseline, false};
}

/// A side of bout `attempt`: 50 rounds around `wall_ns`, with a little spread that is the same in every run of the
/// test.
ProcessRecord side(const RunCell& cell, std::int64_t wall_ns, int attempt) {
  std::vector<std::int64_t> walls;
  for (int round = 0; round < 50; ++round)
    walls.push_back(wall_ns + (round * 7919 + attempt * 104729) % 1000 - 500 + (attempt % 3 - 1) * wall_ns / 1000);
  ProcessRecord process = testing::process(cell, walls);
  process.facts["work"] = {{"amount", 2.68435456e8}, {"unit", "flop"}};
  return process;
}

class Report : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = Store::open(folder_ / "a.db", Store::Access::ReadWrite);
    ASSERT_TRUE(store) << to_string(store.error());
    store_ = std::make_unique<Store>(std::move(*store));
  }

  void fill(const RunRow& run, const std::vector<RunCell>& cells, const std::vector<std::int64_t>& walls) {
    ASSERT_TRUE(store_->begin_run(run, cells));
    for (int attempt = 0; attempt < 9; ++attempt) {
      BoutRecord bout = testing::bout(attempt, {});
      for (std::size_t i = 0; i < walls.size(); ++i)
        bout.processes.push_back(side(cells[i], walls[i], attempt * (1 + static_cast<int>(i))));
      ASSERT_TRUE(store_->commit_bout(run.id, cells[0].group, bout));
    }
    ASSERT_TRUE(store_->note_group(run.id, cells[0].group, {{"mode", "turns"}, {"clock", "wall"}, {"why", "narrow"}}));
    ASSERT_TRUE(store_->finish_run(run.id, "finished", run.started + 14.2));
  }

  void fill_run() {
    RunRow run = testing::run("r1");
    run.study["decision"] = {{"rule", "estimate"}, {"care_percent", 2}, {"width_percent", 2}};
    const std::vector<RunCell> cells = {
        gemm({{"blas", "reference"}}, true), gemm({{"blas", "openblas"}, {"threads", "1"}}, false),
        gemm({{"blas", "openblas"}, {"threads", "2"}}, false), gemm({{"blas", "eigen"}, {"threads", "1"}}, false)};
    fill(run, cells, {44000000000, 5200000000, 2700000000, 7000000000});
  }

  void fill_ab() {
    RunRow run = testing::run("r2");
    run.kind = "ab";
    run.title = "";
    run.study = {{"command", {"assay", "ab", "blas=reference", "blas=blis-serial"}},
                 {"set", {{"threads", 1}}},
                 {"decision", {{"rule", "compare"}, {"care_percent", 2}}}};
    fill(run, {testing::cell("reference", true), testing::cell("blis-serial", false)}, {5200000000, 5400000000});
  }

  RunReport report(const std::string& run) { return sound(make_report(*store_, run)); }

  Folder folder_;
  std::unique_ptr<Store> store_;
};

std::string golden(const std::string& name) {
  std::ifstream file("harness/report/testdata/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> keys(const Json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  return keys;
}

using Keys = std::vector<std::string>;

TEST_F(Report, OfARunAtTwoWidths) {
  fill_run();
  EXPECT_EQ(to_text(report("r1"), {false, 100}), golden("run-100.txt"));
  EXPECT_EQ(to_text(report("r1"), {false, 60}), golden("run-60.txt"));
}

TEST_F(Report, OfAnAbAtTwoWidths) {
  fill_ab();
  EXPECT_EQ(to_text(report("r2"), {false, 100}), golden("ab-100.txt"));
  EXPECT_EQ(to_text(report("r2"), {false, 60}), golden("ab-60.txt"));
}

TEST_F(Report, ColourIsOnlyAdded) {
  fill_run();
  std::string text = to_text(report("r1"), {true, 100});
  EXPECT_NE(text.find("\033[32m"), std::string::npos);
  for (std::size_t at; (at = text.find('\033')) != std::string::npos;) text.erase(at, text.find('m', at) - at + 1);
  EXPECT_EQ(text, golden("run-100.txt"));
}

TEST_F(Report, AbIsTheJsonOfTheContract) {
  fill_ab();
  const Json json = to_json(report("r2"));
  EXPECT_EQ(keys(json), (Keys{"command", "version", "run", "host", "seed", "seconds", "comparisons", "suite",
                              "reference", "host_record", "notes"}));
  EXPECT_EQ(json["command"], "ab");
  EXPECT_EQ(json["suite"], nullptr);
  ASSERT_EQ(json["comparisons"].size(), 1U);
  const Json& each = json["comparisons"][0];
  EXPECT_EQ(keys(each), (Keys{"workload",     "parameters",  "a",         "b",     "verdict",   "effect",    "mode",
                              "decided_on",   "undisturbed", "disturbed", "clock", "a_seconds", "b_seconds", "pairs",
                              "replicas",     "seconds",     "noise",     "why",   "cpu",       "notes",     "executed",
                              "configuration"}));
  EXPECT_EQ(each["parameters"].dump(), R"({"n":512,"type":"d"})");
  EXPECT_EQ(each["a"].dump(), R"({"blas":"reference","threads":1})");
  EXPECT_EQ(each["b"].dump(), R"({"blas":"blis-serial","threads":1})");
  EXPECT_EQ(each["verdict"], "changed");
  EXPECT_NEAR(each["effect"]["percent"].get<double>(), 3.8, 0.2);
  EXPECT_LT(each["effect"]["low"], each["effect"]["percent"]);
  EXPECT_GT(each["effect"]["high"], each["effect"]["percent"]);
  EXPECT_EQ(each["mode"], "turns");
  EXPECT_NEAR(each["a_seconds"].get<double>(), 5.2e-3, 1e-5);
  EXPECT_EQ(each["pairs"], 6);
  EXPECT_EQ(each["replicas"], nullptr);
  EXPECT_EQ(keys(each["noise"]), (Keys{"class", "mde90_percent"}));
  EXPECT_EQ(each["executed"].dump(), R"({"a":"/lib/reference.so","b":"/lib/blis-serial.so"})");
}

TEST_F(Report, EffectsOfLevelsThatOnlyOneSideHasAreKeptApart) {
  fill_run();
  const RunReport made = report("r1");
  ASSERT_EQ(made.effects.size(), 4U);
  EXPECT_EQ(made.effects[0].factor, "blas");
  EXPECT_EQ(made.effects[0].to, "openblas");
  EXPECT_EQ(to_string(made.effects[0].where), "threads=1");
  EXPECT_NEAR(made.effects[0].effect->percent, 100 * (5.2 / 44 - 1), 0.2);
  EXPECT_EQ(to_string(made.effects[1].where), "threads=2");
  EXPECT_EQ(made.effects[3].factor, "threads");
  EXPECT_NEAR(made.effects[3].effect->percent, 100 * (2.7 / 5.2 - 1), 0.2);
  EXPECT_EQ(made.effects[3].strata, 1);
}

TEST_F(Report, AnAverageOverSettingsShowsHowFarTheyAreApart) {
  const auto cell = [](const std::string& blas, const std::string& threads) {
    return gemm({{"blas", blas}, {"threads", threads}}, blas == "a" && threads == "1");
  };
  RunRow run = testing::run("r1");
  fill(run, {cell("a", "1"), cell("a", "2"), cell("b", "1"), cell("b", "2")},
       {10000000000, 8000000000, 20000000000, 4000000000});
  const RunReport made = report("r1");
  ASSERT_EQ(made.effects.size(), 2U);
  EXPECT_EQ(made.effects[0].strata, 2);
  ASSERT_TRUE(made.effects[0].range);
  EXPECT_NEAR(made.effects[0].range->least, -50, 0.2);
  EXPECT_NEAR(made.effects[0].range->most, 100, 0.2);
  EXPECT_NE(to_text(made, {false, 100}).find("\n      mean of 2 settings: -50."), std::string::npos);
}

TEST_F(Report, TimesOnASharedCpuSayThatTheyAreCpuTimes) {
  RunRow run = testing::run("r1");
  run.kind = "ab";
  const std::vector<RunCell> cells = {testing::cell("reference", true), testing::cell("blis-serial", false)};
  ASSERT_TRUE(store_->begin_run(run, cells));
  BoutRecord bout = testing::bout(0, {});
  bout.mode = Mode::SharedCpu;
  for (const RunCell& cell : cells) bout.processes.push_back(testing::process(cell, {100'000'000, 100'000'000}));
  for (ProcessRecord& process : bout.processes)
    for (Slice& slice : process.slices) slice.cpu_ns = 50'000'000;
  ASSERT_TRUE(store_->commit_bout(run.id, cells[0].group, bout));
  const RunReport made = report("r1");
  EXPECT_EQ(to_json(made)["comparisons"][0]["clock"], "cpu");
  EXPECT_NE(to_text(made, {false, 100}).find("  50.0 µs CPU  50.0 µs CPU  "), std::string::npos);
}

TEST_F(Report, WhatWasNeverBegunIsUndecidedAndSaysWhy) {
  RunRow run = testing::run("r1");
  run.kind = "ab";
  const std::vector<RunCell> cells = {testing::cell("reference", true), testing::cell("blis-serial", false)};
  ASSERT_TRUE(store_->begin_run(run, cells));
  const auto why = [&](const Json& note) {
    EXPECT_TRUE(store_->note_group(run.id, cells[0].group, note));
    const RunReport made = report("r1");
    EXPECT_EQ(made.comparisons.at(0).verdict, "undecided");
    EXPECT_FALSE(to_json(made)["comparisons"][0].contains("outcome"));
    return made.comparisons.at(0).why;
  };
  EXPECT_EQ(why(Json::object()), "ended before its first bout");
  EXPECT_EQ(why({{"state", "interrupted"}, {"why", "interrupted"}}), "interrupted before its first bout");
  EXPECT_EQ(why({{"state", "out-of-time"}, {"why", "max-time 3s was up"}}), "max-time 3s was up before its first bout");
  const std::string too_long = "max-time 9s left 5 s, too few for its first bout (about 20 s; 6 take about 2 min)";
  EXPECT_EQ(why({{"state", "out-of-time"}, {"why", too_long}}), too_long);
  EXPECT_EQ(why({{"state", "out-of-time"}, {"why", "max-time 3s was up"}}), "max-time 3s was up before its first bout");
  EXPECT_NE(to_text(report("r1"), {false, 100})
                .find("  linalg.gemm{n=512,type=d}: not decided (max-time 3s was up "
                      "before its first bout)\n"),
            std::string::npos);
}

TEST_F(Report, OnlyWhatTimeWasUpForIsToldToNeedMore) {
  RunRow run = testing::run("r1");
  const std::vector<RunCell> cells = {testing::cell("reference", true), testing::cell("blis-serial", false)};
  ASSERT_TRUE(store_->begin_run(run, cells));
  ASSERT_TRUE(store_->finish_run(run.id, "finished", run.started + 1));
  ASSERT_TRUE(store_->note_group(run.id, cells[0].group, {{"state", "failed"}}));
  EXPECT_EQ(report("r1").notes, std::vector<std::string>{});
  ASSERT_TRUE(store_->note_group(run.id, cells[0].group, {{"state", "out-of-time"}}));
  EXPECT_EQ(report("r1").notes, std::vector<std::string>{"2 of 2 cells were not measured, because time was up: give "
                                                         "more of it with --max-time"});
}

TEST(NoiseOf, FewerThanSixBoutsIsNone) {
  stats::Finding finding;
  finding.noise = stats::Noise::Quiet;
  finding.bouts = 5;
  EXPECT_EQ(noise_of(finding, 2).name, "");
  finding.bouts = 6;
  EXPECT_EQ(noise_of(finding, 2).name, "QUIET");
}

TEST_F(Report, MeasuringIsTheTimeOfAllGroups) {
  const RunRow run = testing::run("r1");
  RunCell first = testing::cell("reference", true), second = first;
  second.group = second.cell.workload = "linalg.svd";
  ASSERT_TRUE(store_->begin_run(run, std::vector<RunCell>{first, second}));
  for (const RunCell& each : {first, second}) {
    BoutRecord bout = testing::bout(0, {testing::process(each, {1000, 1000})});
    bout.seconds = 3;
    ASSERT_TRUE(store_->commit_bout(run.id, each.group, bout));
  }
  EXPECT_EQ(report("r1").measuring_seconds, 6);
}

/// A clock that rises after the choice is no reason to call what decided disturbed.
TEST_F(Report, ReadingsAreHeldAgainstTheFirstSixBoutsOfEachGroup) {
  const RunRow run = testing::run("r1");
  RunCell first = testing::cell("reference", true), second = first;
  second.group = second.cell.workload = "linalg.svd";
  ASSERT_TRUE(store_->begin_run(run, std::vector<RunCell>{first, second}));
  const auto commit = [&](const RunCell& of, int attempt, std::int64_t reading_ns, Mode mode) {
    BoutRecord bout = testing::bout(attempt, {testing::process(of, {10100, 10100})});
    bout.mode = mode;
    for (Slice& slice : bout.processes[0].slices) slice.reference_before_ns = slice.reference_after_ns = reading_ns;
    return store_->commit_bout(run.id, of.group, bout);
  };
  ASSERT_TRUE(commit(second, 0, 1000, Mode::Calibrate));
  for (int attempt = 0; attempt < 8; ++attempt) ASSERT_TRUE(commit(first, attempt, 4000, Mode::Turns));
  for (int attempt = 0; attempt < 8; ++attempt)
    ASSERT_TRUE(commit(second, attempt, attempt < 6 ? 3500 : 3000, Mode::Turns));
  const RunReport made = report("r1");
  EXPECT_EQ(made.cells.at(0).undisturbed, 0);
  EXPECT_EQ(made.cells.at(1).undisturbed, 1);
}

/// Two factors that each reach one side only: threads of the libraries, flags of what is compiled.
std::vector<MeasuredCell> one_sided_cells() {
  std::vector<MeasuredCell> cells;
  for (const Configuration& each :
       {Configuration{{"blas", "openblas"}, {"threads", "1"}}, Configuration{{"blas", "openblas"}, {"threads", "all"}},
        Configuration{{"blas", "reference"}}, Configuration{{"blas", "eigen"}, {"flags", "-O2"}, {"replica", "0"}},
        Configuration{{"blas", "eigen"}, {"flags", "-O3"}, {"replica", "0"}}}) {
    cells.emplace_back();
    cells.back().row = gemm(each, cells.size() == 1);
  }
  return cells;
}

TEST(Steps, AreComparedAtTheBaselinesLevelOfAFactorThatOneSideLacks) {
  std::vector<std::string> found;
  for (const Step& step : steps_of(one_sided_cells()))
    found.push_back(step.factor + ": " + step.from + " to " + step.to + " [" + to_string(step.where) + "] " +
                    std::to_string(step.strata.size()));
  EXPECT_EQ(found, (std::vector<std::string>{"blas: openblas to reference [threads=1] 1",
                                             "blas: openblas to eigen [flags=-O2 threads=1] 1",
                                             "blas: openblas to eigen [flags=-O3 threads=1] 1",
                                             "threads: 1 to all [] 1", "flags: -O2 to -O3 [] 1"}));
}

/// Time for the calibration, in which B died, and for nothing else.
TEST_F(Report, OfASideThatFailedOnceSaysHow) {
  RunRow run = testing::run("r1");
  run.kind = "ab";
  const std::vector<RunCell> cells = {testing::cell("reference", true), testing::cell("blis-serial", false)};
  ASSERT_TRUE(store_->begin_run(run, cells));
  BoutRecord bout = testing::bout(0, {side(cells[0], 5200000000, 0), side(cells[1], 5200000000, 0)});
  bout.mode = Mode::Calibrate;
  bout.outcome = bout.processes[1].outcome = Outcome::Crashed;
  bout.processes[1].detail = "ended by SIGSEGV";
  bout.processes[1].slices.clear();
  ASSERT_TRUE(store_->commit_bout(run.id, cells[0].group, bout));
  ASSERT_TRUE(store_->note_group(run.id, cells[0].group, {{"why", "max-time 1s was up"}}));
  const RunReport ab = report("r1");
  EXPECT_EQ(ab.comparisons.at(0).verdict, "failed");
  EXPECT_EQ(ab.comparisons.at(0).outcome, Outcome::Crashed);
  EXPECT_EQ(ab.comparisons.at(0).detail, "ended by SIGSEGV");
  run.id = "r2";
  run.kind = "run";
  ASSERT_TRUE(store_->begin_run(run, cells));
  ASSERT_TRUE(store_->commit_bout(run.id, cells[0].group, bout));
  EXPECT_EQ(report("r2").effects.at(0).why, "blas=blis-serial threads=1: crashed: ended by SIGSEGV");
}

TEST(ComparisonText, SaysWhatKeptItFromTurns) {
  RunReport report;
  report.comparisons.emplace_back();
  report.comparisons[0].group = "x.a";
  report.comparisons[0].verdict = "same";
  report.comparisons[0].mode = Mode::SharedCpu;
  report.comparisons[0].mode_why = "iterations of 20 ms, one thread bound by the CPU";
  EXPECT_NE(
      to_text(report, {false, 200})
          .find("x.a: B takes the same time as A, as far as you care; shared-cpu (iterations of 20 ms, one thread "
                "bound by the CPU)\n"),
      std::string::npos);
  report.comparisons[0].mode = Mode::Turns;
  EXPECT_NE(to_text(report, {false, 200}).find("as you care; turns\n"), std::string::npos);
}

/// Two comparisons are a suite: what the screen flagged is reported by what the later bouts say.
TEST_F(Report, OfASuiteRestsOnTheFreshBouts) {
  RunRow run = testing::run("r1");
  run.kind = "ab";
  run.study = {{"decision", {{"rule", "compare"}, {"care_percent", 2}}}};
  RunCell a = testing::cell("reference", true), b = testing::cell("blis-serial", false);
  RunCell c = a, d = b;
  c.group = d.group = c.cell.workload = d.cell.workload = "linalg.svd";
  ASSERT_TRUE(store_->begin_run(run, std::vector<RunCell>{a, b, c, d}));
  for (int attempt = 0; attempt < 15; ++attempt) {
    const std::int64_t ns = 5200000000 + 1000000 * (attempt * 7 % 5);
    const double effect = attempt < 6 ? 1.10 : 1.05;
    const BoutRecord slower = testing::bout(
        attempt, {side(a, ns, attempt), side(b, static_cast<std::int64_t>(static_cast<double>(ns) * effect), attempt)});
    ASSERT_TRUE(store_->commit_bout(run.id, a.group, slower));
    if (attempt >= 6) continue;
    ASSERT_TRUE(
        store_->commit_bout(run.id, c.group, testing::bout(attempt, {side(c, ns, attempt), side(d, ns, attempt)})));
  }
  EXPECT_EQ(report("r1").comparisons.at(0).verdict, "undecided");
  EXPECT_EQ(report("r1").comparisons.at(0).why.find("ended before it was decided: flagged, not confirmed: p "), 0U);
  const Json confirmation = {{"flagged", 1}, {"after", 6}};
  ASSERT_TRUE(
      store_->note_group(run.id, a.group, {{"comparisons", {{cell_id(b.cell), {{"confirmation", confirmation}}}}}}));
  const RunReport made = report("r1");
  EXPECT_EQ(made.comparisons.at(0).verdict, "changed");
  EXPECT_EQ(made.comparisons.at(0).pairs, 9);
  EXPECT_NEAR(made.comparisons.at(0).effect->percent, 5, 0.1);
  EXPECT_EQ(made.comparisons.at(1).verdict, "same");
}

TEST_F(Report, StoredResultsSayThatTheyAreNotLive) {
  fill_run();
  const auto made = make_comparison(*store_, {"blas", "", "linalg.*"});
  ASSERT_TRUE(made) << to_string(made.error());
  const Json json = to_json(*made);
  EXPECT_EQ(json["command"], "compare");
  EXPECT_EQ(json["live"], false);
  EXPECT_EQ(json["cells"].size(), 4U);
  ASSERT_EQ(json["effects"].size(), 3U);
  EXPECT_EQ(json["effects"][0]["evidence"], "same-bouts");
  EXPECT_EQ(json["effects"][0]["factor"], "blas");
  const auto unknown = make_comparison(*store_, {"blass", "", ""});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(to_string(unknown.error()),
            "--by: no stored cell has a factor \"blass\"; did you mean \"blas\"? Known here: blas, host, run, threads");
}

TEST_F(Report, ShowSaysHowToMeasureACellAgain) {
  fill_run();
  const RunCell cell = gemm({{"blas", "openblas"}, {"threads", "1"}}, false);
  const auto shown = show(*store_, cell_id(cell.cell).substr(0, 8));
  ASSERT_TRUE(shown) << to_string(shown.error());
  EXPECT_EQ((*shown)["reproduce"],
            "assay run --workload 'linalg.gemm{n=512,type=d}' --set blas=openblas --set threads=1");
  EXPECT_EQ((*shown)["runs"][0]["processes"].size(), 9U);
  const auto unknown = show(*store_, "zzz");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().what, "no run and no cell is called \"zzz\"");
}

}  // namespace
}  // namespace assay

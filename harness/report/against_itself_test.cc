#include "harness/report/against_itself.h"

#include <gtest/gtest.h>

#include "harness/report/gate_files.h"
#include "results/testing.h"

namespace assay {
namespace {

using testing::Folder;

ComparisonReport comparison(const std::string& verdict, std::optional<double> undisturbed = {}) {
  ComparisonReport report;
  report.verdict = verdict;
  report.seconds = 2;
  if (undisturbed) report.undisturbed = ComparisonReport::Part{*undisturbed, {}};
  return report;
}

/// Two workloads: one that was called changed once in 20, one that cannot be measured.
SelfTestReport sample() {
  SelfTestReport report;
  report.version = "1.2.3";
  report.host = {{"name", "lab1"}, {"kernel", "6.1"}};
  report.seconds = 44;
  SelfTestRow call{"python.call{n=100}", {}};
  for (int i = 0; i < 17; ++i) call.add(comparison("same", 0.8));
  call.add(comparison("changed", 0.4));
  call.add(comparison("noisy"));
  call.add(comparison("undecided"));
  SelfTestRow sort{"memory.sort{n=1000}", {}};
  sort.add(comparison("failed"));
  report.workloads = {call, sort};
  report.record = HostRecord{2, {2, 118, 0, 0, 0}};
  return report;
}

TEST(AgainstItself, IsATableWithTheRateAndItsInterval) {
  SelfTestReport report = sample();
  report.left_out = {"linalg.svd is left out: no BLAS"};
  EXPECT_EQ(to_text(report, {false, 100}),
            "Each workload against itself\n"
            "lab1: unknown CPU, Linux 6.1\n"
            "20 comparisons in 44 s, each decided like a single 'assay ab' with --care 2 %: at most 5 % of equals\n"
            "are said to have changed\n"
            "\n"
            "  workload         changed  same  noisy  undecided  failed  false  95 %         s each  undisturbed\n"
            "  python.call            1    17      1          1       0  5.0 %  [0.1, 24.9]     2.0         78 %\n"
            "  memory.sort            0     0      0          0       1\n"
            "  all 2 workloads        1    17      1          1       1  5.0 %  [0.1, 24.9]     2.0         78 %\n"
            "\n"
            "this host: 2 false of 120, ≤ 5.2 % (every stored comparison by this rule; upper limit, one-sided 95\n"
            "%)\n"
            "Note: linalg.svd is left out: no BLAS\n");
}

TEST(AgainstItself, SaysHowManyComparisonsItsRecordStillNeeds) {
  SelfTestReport report = sample();
  for (const auto& [same, line] :
       {std::pair(8,
                  "this host: 0 false of 8, ≤ 31.2 % (every stored comparison by this rule; upper limit, one-sided "
                  "95 %); it stands under verdicts from 20 comparisons on: 12 more\n"),
        {20,
         "this host: 0 false of 20, ≤ 13.9 % (every stored comparison by this rule; upper limit, one-sided 95 %)\n"}}) {
    report.record = HostRecord{2, {0, same, 0, 0, 0}};
    EXPECT_TRUE(to_text(report, {false, 200}).ends_with("\n\n" + std::string(line))) << to_text(report, {false, 200});
  }
}

TEST(AgainstItself, NamesTheParametersWhereTheyTellRowsApart) {
  SelfTestReport report = sample();
  report.workloads[1].workload = "python.call{n=200}";
  const std::string text = to_text(report, {false, 120});
  EXPECT_NE(text.find("  python.call{n=100}  "), std::string::npos) << text;
  EXPECT_NE(text.find("  python.call{n=200}  "), std::string::npos) << text;
}

TEST(AgainstItself, IsJson) {
  const Json json = to_json(sample());
  EXPECT_EQ(json["command"], "doctor");
  const Json pooled = json["aa"]["pooled"];
  EXPECT_EQ(pooled["comparisons"], 20);
  EXPECT_EQ(pooled["changed"], 1);
  EXPECT_EQ(pooled["failed"], 1);
  EXPECT_EQ(pooled["false_positive"]["percent"], 5);
  EXPECT_NEAR(pooled["false_positive"]["low"].get<double>(), 0.1265, 1e-4);
  EXPECT_NEAR(pooled["false_positive"]["high"].get<double>(), 24.8733, 1e-4);
  EXPECT_NEAR(pooled["undisturbed"].get<double>(), 14.0 / 18, 1e-12);
  EXPECT_EQ(pooled["seconds"], 2);
  EXPECT_EQ(json["aa"]["workloads"][0]["workload"], "python.call{n=100}");
  EXPECT_EQ(json["aa"]["workloads"][1]["seconds"], nullptr);
  EXPECT_EQ(json["host_record"]["false"], 2);
  EXPECT_EQ(json["host_record"]["comparisons"], 120);
  EXPECT_NEAR(json["host_record"]["upper_percent"].get<double>(), 5.1533713686, 1e-9);
}

/// Runs of kind `aa` in a store, one comparison each.
class Record : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = Store::open(folder_ / "a.db", Store::Access::ReadWrite);
    ASSERT_TRUE(store) << to_string(store.error());
    store_ = std::make_unique<Store>(std::move(*store));
  }

  void add(
      const std::string& verdict, const std::function<void(RunRow&)>& change = [](RunRow&) {}) {
    RunRow run = testing::run("r" + std::to_string(++runs_));
    run.kind = "aa";
    run.study["decision"] = {{"rule", "compare"}, {"care_percent", 2}};
    run.state = "finished";
    change(run);
    const std::vector<RunCell> cells = {testing::cell("a", true), testing::cell("b", false)};
    ASSERT_TRUE(store_->begin_run(run, cells));
    const Json comparisons = {{cell_id(cells[1].cell), {{"verdict", verdict}}}};
    ASSERT_TRUE(store_->note_group(run.id, cells[0].group, {{"comparisons", comparisons}}));
    ASSERT_TRUE(store_->finish_run(run.id, run.state, run.started + 1));
  }

  std::optional<HostRecord> record(double care = 2) {
    return sound(host_record(*store_, testing::run("x").host, care));
  }

  Folder folder_;
  std::unique_ptr<Store> store_;
  int runs_ = 0;
};

TEST_F(Record, IsNoneBeforeTheFirstComparison) {
  EXPECT_FALSE(record());
  add("failed");
  EXPECT_FALSE(record());
}

TEST_F(Record, CountsEveryFinishedRun) {
  add("same");
  add("changed");
  add("noisy");
  add("undecided");
  add("failed");
  ASSERT_TRUE(record());
  EXPECT_EQ(record()->tally.comparisons(), 4);
  EXPECT_EQ(record()->tally.changed, 1);
  EXPECT_EQ(host_record_line(*record()), "this host: 1 false of 4, ≤ 75.1 %");
}

TEST_F(Record, CountsOnlyTheSameRuleOnTheSameHost) {
  add("same");
  add("changed", [](RunRow& run) { run.study["decision"]["care_percent"] = 1; });
  add("changed", [](RunRow& run) { run.host["id"] = "fedcba9876543210"; });
  add("changed", [](RunRow& run) { run.kind = "ab"; });
  add("changed", [](RunRow& run) { run.state = "interrupted"; });
  add("same", [](RunRow& run) { run.host["name"] = "another of this kind"; });
  EXPECT_EQ(record()->tally.comparisons(), 2);
  EXPECT_EQ(record()->tally.changed, 0);
  EXPECT_EQ(record(1)->tally.changed, 1);
}

TEST_F(Record, StandsUnderVerdictsOfTheHostAlone) {
  add("same");
  RunRow run = testing::run("verdict");
  run.kind = "ab";
  run.study["decision"] = {{"rule", "compare"}, {"care_percent", 2}};
  const std::vector<RunCell> cells = {testing::cell("a", true), testing::cell("b", false)};
  ASSERT_TRUE(store_->begin_run(run, cells));
  EXPECT_EQ(to_text(*make_report(*store_, "verdict"), {}).find("this host"), std::string::npos) << "one says nothing";
  for (int i = 1; i < 20; ++i) add("same");
  const auto report = make_report(*store_, "verdict");
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_NE(
      to_text(*report, {}).find("\n  this host: 0 false of 20, ≤ 13.9 % (a thing against itself: assay doctor --aa)"),
      std::string::npos);
  EXPECT_EQ(to_json(*report)["host_record"]["comparisons"], 20);
  run.id = "elsewhere";
  run.host["id"] = "fedcba9876543210";
  ASSERT_TRUE(store_->begin_run(run, cells));
  EXPECT_EQ(to_json(*make_report(*store_, "elsewhere"))["host_record"], nullptr);
  run = testing::run("number");  // "give me a number" has no verdict that could be false
  ASSERT_TRUE(store_->begin_run(run, cells));
  EXPECT_TRUE(make_report(*store_, "number")->host_records.empty());
}

/// By floors as they are typed: 0.5 % for `x.a`, 5 % for `x.b`, which nothing was compared with itself by.
TEST_F(Record, OfAGateIsAskedForEachFloor) {
  for (int i = 0; i < 20; ++i) add("same", [](RunRow& run) { run.study["decision"]["care_percent"] = 0.5; });
  for (int i = 0; i < 30; ++i) add("same");
  RunRow run = testing::run("gate");
  run.kind = "gate";
  run.study["decision"] = {
      {"rule", "gate"}, {"care_percent", 2}, {"floors", {{"x.a", 0.5}, {"x.b", 5}, {"x.c", 2}, {"x.d", 0.5}}}};
  std::vector<RunCell> cells;
  for (const char* group : {"x.a", "x.b", "x.c", "x.d"})
    for (const bool baseline : {true, false}) {
      cells.push_back(testing::cell(baseline ? "a" : "b", baseline));
      cells.back().cell.workload = cells.back().group = group;
    }
  ASSERT_TRUE(store_->begin_run(run, cells));
  const RunReport report = sound(make_report(*store_, "gate"));
  const Json records = to_json(report)["host_records"];
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0]["care_percent"], 0.5);
  EXPECT_EQ(records[0]["comparisons"], 20);
  EXPECT_EQ(records[1]["care_percent"], 2);
  EXPECT_EQ(records[1]["comparisons"], 30);
  const std::string line =
      "this host at 0.5 %: 0 false of 20, ≤ 13.9 % (a thing against itself: assay doctor --aa "
      "--care '0.5 %')\n";
  const std::string usual = "this host: 0 false of 30, ≤ 9.5 % (a thing against itself: assay doctor --aa)\n";
  EXPECT_NE(to_text(report, {false, 120}).find("\n\n  " + line + "  " + usual), std::string::npos);
  EXPECT_NE(to_markdown(report).find("\n### Notes\n\n- this host at 0.5 %: 0 false of 20"), std::string::npos);
}

TEST_F(Record, IsLeftOutOfWhatIsCompared) {
  add("same");
  const auto all = make_comparison(*store_, {});
  ASSERT_TRUE(all) << to_string(all.error());
  EXPECT_TRUE(all->cells.empty());
  EXPECT_EQ(make_comparison(*store_, {"", "r1", ""})->cells.size(), 2U);
}

}  // namespace
}  // namespace assay

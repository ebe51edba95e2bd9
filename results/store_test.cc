#include "results/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "results/testing.h"

namespace assay {
namespace {

using testing::Folder;

const std::vector<RunCell> cells = {testing::cell("reference", true), testing::cell("blis-serial", false)};

Store opened(const std::filesystem::path& file, Store::Access access = Store::Access::ReadWrite) {
  return sound(Store::open(file, access));
}

/// A bout in which no member has its default.
BoutRecord whole_bout() {
  ProcessRecord process;
  process.cell = cell_id(cells[0].cell);
  process.outcome = Outcome::WrongResult;
  process.detail = "residual 0.3 > 1e-12";
  process.pid = 4711;
  process.start_position = 1;
  process.started = 1700000003.125;
  process.ready_seconds = 0.25;
  process.exit_status = 3;
  process.signal = 11;
  process.stderr_tail = std::string("line\0\xff end", 10);
  process.user_seconds = 1.5;
  process.system_seconds = 0.5;
  process.max_rss_bytes = 123456789012;
  process.facts = {{"z", 1}, {"executed", "/lib/a.so"}, {"a", {1, 2}}};
  process.result = {{"residual", 0.3}};
  process.slices = {{3, 1, Phase::Warmup, false, 10, 1000, 900, 40, 41, 5, 1, 2},
                    {3, 0, Phase::Steady, true, 20, 2000, 1900, 42, 43, 6, 3, 4},
                    {4, 1, Phase::Steady, false, 20, 2000, 1900, 42, 43, 6, 3, 4}};
  BoutRecord bout = testing::bout(7, {process, testing::process(cells[1], {5000, 5200, 5100})});
  bout.mode = Mode::Adjacent;
  bout.seed = 9876543210987654321U;
  bout.load_1min = 1.25;
  bout.steal_seconds = 0.125;
  bout.turn_slices = 3;
  bout.calibration = Calibration{17, 2, {0.001, 0.002}, {0.01, 0.02}, true, {0.9, 1}, {0.3, 0}};
  bout.outcome = Outcome::WrongResult;
  bout.detail = "one side failed";
  return bout;
}

void expect_equal(const Slice& a, const Slice& b) {
  EXPECT_EQ(a.round, b.round);
  EXPECT_EQ(a.position, b.position);
  EXPECT_EQ(a.phase, b.phase);
  EXPECT_EQ(a.kept, b.kept);
  EXPECT_EQ(a.iterations, b.iterations);
  EXPECT_EQ(a.wall_ns, b.wall_ns);
  EXPECT_EQ(a.cpu_ns, b.cpu_ns);
  EXPECT_EQ(a.reference_before_ns, b.reference_before_ns);
  EXPECT_EQ(a.reference_after_ns, b.reference_after_ns);
  EXPECT_EQ(a.run_delay_ns, b.run_delay_ns);
  EXPECT_EQ(a.voluntary_switches, b.voluntary_switches);
  EXPECT_EQ(a.involuntary_switches, b.involuntary_switches);
}

void expect_equal(const ProcessRecord& a, const ProcessRecord& b) {
  EXPECT_EQ(a.cell, b.cell);
  EXPECT_EQ(a.outcome, b.outcome);
  EXPECT_EQ(a.detail, b.detail);
  EXPECT_EQ(a.pid, b.pid);
  EXPECT_EQ(a.start_position, b.start_position);
  EXPECT_EQ(a.started, b.started);
  EXPECT_EQ(a.ready_seconds, b.ready_seconds);
  EXPECT_EQ(a.exit_status, b.exit_status);
  EXPECT_EQ(a.signal, b.signal);
  EXPECT_EQ(a.stderr_tail, b.stderr_tail);
  EXPECT_EQ(a.user_seconds, b.user_seconds);
  EXPECT_EQ(a.system_seconds, b.system_seconds);
  EXPECT_EQ(a.max_rss_bytes, b.max_rss_bytes);
  EXPECT_EQ(a.facts, b.facts);
  EXPECT_EQ(a.result, b.result);
  ASSERT_EQ(a.slices.size(), b.slices.size());
  for (std::size_t i = 0; i < a.slices.size(); ++i) expect_equal(a.slices[i], b.slices[i]);
}

TEST(Store, GivesBackEveryFieldOfABout) {
  const Folder folder;
  const BoutRecord written = whole_bout();
  {
    Store store = opened(folder / "a.db");
    ASSERT_TRUE(store.begin_run(testing::run("r1"), cells));
    ASSERT_TRUE(store.commit_bout("r1", "g", written));
  }
  const auto bouts = opened(folder / "a.db", Store::Access::ReadOnly).bouts("r1");
  ASSERT_TRUE(bouts);
  ASSERT_EQ(bouts->size(), 1U);
  const BoutRecord& read = bouts->front().record;
  EXPECT_EQ(bouts->front().group, "g");
  EXPECT_EQ(read.mode, written.mode);
  EXPECT_EQ(read.seed, written.seed);
  EXPECT_EQ(read.attempt, written.attempt);
  EXPECT_EQ(read.started, written.started);
  EXPECT_EQ(read.seconds, written.seconds);
  EXPECT_EQ(read.load_1min, written.load_1min);
  EXPECT_EQ(read.steal_seconds, written.steal_seconds);
  EXPECT_EQ(read.cpus, written.cpus);
  EXPECT_EQ(read.iterations, written.iterations);
  EXPECT_EQ(read.turn_slices, written.turn_slices);
  EXPECT_EQ(read.outcome, written.outcome);
  EXPECT_EQ(read.detail, written.detail);
  ASSERT_TRUE(read.calibration);
  EXPECT_EQ(read.calibration->iterations, 17);
  EXPECT_EQ(read.calibration->turn_slices, 2);
  EXPECT_EQ(read.calibration->iteration_seconds, (std::vector<double>{0.001, 0.002}));
  EXPECT_EQ(read.calibration->turn_excess, (std::vector<double>{0.01, 0.02}));
  EXPECT_TRUE(read.calibration->threads_or_children);
  EXPECT_EQ(read.calibration->runnable, (std::vector<double>{0.9, 1}));
  EXPECT_EQ(read.calibration->at_once, (std::vector<double>{0.3, 0}));
  ASSERT_EQ(read.processes.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) expect_equal(read.processes[i], written.processes[i]);
}

TEST(Store, GivesBackEveryFieldOfARun) {
  const Folder folder;
  Store store = opened(folder / "a.db");
  const RunRow written = testing::run("r1");
  ASSERT_TRUE(store.begin_run(written, cells));
  ASSERT_TRUE(store.note_group("r1", "g", {{"mode", "turns"}}));
  ASSERT_TRUE(store.note_group("r1", "g", {{"mode", "turns"}, {"why", "narrow"}}));
  const auto runs = store.runs();
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 1U);
  const RunRow& read = runs->front();
  EXPECT_EQ(read.id, "r1");
  EXPECT_EQ(read.kind, "run");
  EXPECT_EQ(read.title, "Which BLAS?");
  EXPECT_EQ(read.fingerprint, "f00d");
  EXPECT_EQ(read.study, written.study);
  EXPECT_EQ(read.host, written.host);
  EXPECT_EQ(read.subjects, written.subjects);
  EXPECT_EQ(read.seed, written.seed);
  EXPECT_EQ(read.started, written.started);
  EXPECT_EQ(read.finished, std::nullopt);
  EXPECT_EQ(read.state, "running");
  const auto read_cells = store.cells("r1");
  ASSERT_TRUE(read_cells);
  ASSERT_EQ(read_cells->size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ((*read_cells)[i].cell, cells[i].cell);
    EXPECT_EQ((*read_cells)[i].group, cells[i].group);
    EXPECT_EQ((*read_cells)[i].baseline, i == 0);
    EXPECT_FALSE((*read_cells)[i].emulated);
  }
  EXPECT_EQ(store.group_notes("r1")->at("g"), (Json{{"mode", "turns"}, {"why", "narrow"}}));
}

TEST(Store, AnUnfinishedRunIsContinuedAndAFinishedOneIsNot) {
  const Folder folder;
  Store store = opened(folder / "a.db");
  RunRow old = testing::run("old");
  old.started -= 100;
  ASSERT_TRUE(store.begin_run(old, cells));
  ASSERT_TRUE(store.begin_run(testing::run("new"), cells));
  EXPECT_EQ(store.unfinished_run("f00d")->value().id, "new");
  ASSERT_TRUE(store.finish_run("new", "finished", 1700000100));
  EXPECT_EQ(store.unfinished_run("f00d")->value().id, "old");
  ASSERT_TRUE(store.finish_run("old", "interrupted", 1700000100));
  EXPECT_EQ(store.unfinished_run("f00d")->value().id, "old");
  EXPECT_FALSE(store.unfinished_run("beef")->has_value());
  EXPECT_EQ(store.runs()->front().id, "new");
  EXPECT_EQ(store.runs()->front().finished, 1700000100);
}

TEST(Store, ABoutIsCommittedOnceAndImportedAsOftenAsYouLike) {
  const Folder folder;
  Store store = opened(folder / "a.db");
  ASSERT_TRUE(store.begin_run(testing::run("r1"), cells));
  const BoutRecord bout = testing::bout(0, {testing::process(cells[0], {5000})});
  ASSERT_TRUE(store.commit_bout("r1", "g", bout));
  const auto again = store.commit_bout("r1", "g", bout);
  ASSERT_FALSE(again);
  EXPECT_EQ(to_string(again.error()), (folder / "a.db").string() +
                                          ": turns bout 0 of g in run r1 is stored already; another process continues "
                                          "the same run: let one of them finish");
  const std::vector<StoredBout> all = {{0, "g", bout}, {0, "g", testing::bout(1, {})}};
  ASSERT_TRUE(store.import_bouts("r1", all));
  ASSERT_TRUE(store.import_bouts("r1", all));
  EXPECT_EQ(store.bouts("r1")->size(), 2U);
}

TEST(Store, RunsDoNotMix) {
  const Folder folder;
  Store store = opened(folder / "a.db");
  for (const char* id : {"r1", "r2"}) ASSERT_TRUE(store.begin_run(testing::run(id), cells));
  for (int attempt = 0; attempt < 3; ++attempt)
    for (const char* id : {"r1", "r2"}) {
      const std::int64_t wall = id[1] == '1' ? 1000 + attempt : 2000 + attempt;
      ASSERT_TRUE(store.commit_bout(id, "g", testing::bout(attempt, {testing::process(cells[0], {wall})})));
    }
  const auto bouts = store.bouts("r2", Detail::Estimates);
  ASSERT_EQ(bouts->size(), 3U);
  for (int attempt = 0; attempt < 3; ++attempt) {
    const BoutRecord& record = (*bouts)[static_cast<std::size_t>(attempt)].record;
    EXPECT_EQ(record.attempt, attempt);
    ASSERT_EQ(record.processes.size(), 1U);
    EXPECT_EQ(record.processes[0].slices[1].wall_ns, 2000 + attempt);
    EXPECT_EQ(record.processes[0].slices[1].round, 1);
    EXPECT_EQ(record.processes[0].slices[1].iterations, 1000);
  }
}

TEST(Store, SummariesTellTimesAndFailuresOfEachCell) {
  const Folder folder;
  Store store = opened(folder / "a.db");
  ASSERT_TRUE(store.begin_run(testing::run("r1"), cells));
  BoutRecord calibration = testing::bout(0, {testing::process(cells[0], {1})});
  calibration.mode = Mode::Calibrate;
  ProcessRecord crashed = testing::process(cells[1], {1});
  crashed.outcome = Outcome::Crashed;
  crashed.detail = "ended by SIGSEGV";
  ASSERT_TRUE(store.commit_bout("r1", "g", calibration));
  ASSERT_TRUE(
      store.commit_bout("r1", "g", testing::bout(1, {testing::process(cells[0], {5000, 6000, 7000}), crashed})));
  const auto summaries = store.summaries("r1");
  ASSERT_EQ(summaries->size(), 2U);
  EXPECT_EQ((*summaries)[0].cell, cell_id(cells[0].cell));
  ASSERT_EQ((*summaries)[0].seconds.size(), 1U);
  EXPECT_DOUBLE_EQ((*summaries)[0].seconds[0], 6e-9);
  EXPECT_EQ((*summaries)[0].slices, 3);
  EXPECT_EQ((*summaries)[0].outcome, Outcome::Measured);
  EXPECT_EQ((*summaries)[0].executed, (std::vector<std::string>{"/lib/reference.so"}));
  EXPECT_EQ((*summaries)[1].outcome, Outcome::Crashed);
  EXPECT_EQ((*summaries)[1].detail, "ended by SIGSEGV");
  EXPECT_EQ((*summaries)[1].failed, 1);
  EXPECT_TRUE((*summaries)[1].seconds.empty());
}

/// A library that was replaced while the run was paused: what is shown is what was measured last.
TEST(Store, SummariesHoldTheFactsOfTheLastProcessThatGaveSome) {
  const Folder folder;
  Store store = opened(folder / "a.db");
  ASSERT_TRUE(store.begin_run(testing::run("r1"), cells));
  const std::vector<Json> facts = {{{"version", "1"}}, {{"version", "2"}}, Json::object()};
  for (std::size_t attempt = 0; attempt < facts.size(); ++attempt) {
    ProcessRecord process = testing::process(cells[0], {5000});
    process.facts = facts[attempt];
    ASSERT_TRUE(store.commit_bout("r1", "g", testing::bout(static_cast<int>(attempt), {process})));
  }
  EXPECT_EQ(store.summaries("r1")->at(0).facts.value("version", ""), "2");
}

TEST(Store, SummariesAreOfCpuTimeWhereTheSidesSharedACpu) {
  const Folder folder;
  Store store = opened(folder / "a.db");
  ASSERT_TRUE(store.begin_run(testing::run("r1"), cells));
  BoutRecord bout = testing::bout(1, {testing::process(cells[0], {5000, 6000, 7000})});
  for (Slice& slice : bout.processes[0].slices) slice.cpu_ns = slice.wall_ns / 2;
  bout.mode = Mode::SharedCpu;
  ASSERT_TRUE(store.commit_bout("r1", "g", bout));
  bout.mode = Mode::Adjacent;
  ASSERT_TRUE(store.commit_bout("r1", "g", bout));
  const auto summaries = store.summaries("r1");
  ASSERT_EQ(summaries->size(), 1U);
  ASSERT_EQ((*summaries)[0].seconds.size(), 2U);
  EXPECT_DOUBLE_EQ((*summaries)[0].seconds[0], 3e-9);
  EXPECT_DOUBLE_EQ((*summaries)[0].seconds[1], 6e-9);
  ASSERT_EQ((*summaries)[0].cpu_seconds.size(), 2U);
  for (const double seconds : (*summaries)[0].cpu_seconds) EXPECT_DOUBLE_EQ(seconds, 3e-9);
}

}  // namespace
}  // namespace assay

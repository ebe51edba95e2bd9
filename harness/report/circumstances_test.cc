#include "harness/report/circumstances.h"

#include <gmock/gmock.h>

#include "harness/report/report.h"
#include "results/testing.h"

namespace assay {
namespace {

using ::testing::ElementsAre;
using testing::Folder;
using ::testing::IsEmpty;

constexpr const char* group = "linalg.gemm{n=512,type=d}";

class Circumstances : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = Store::open(folder_ / "a.db", Store::Access::ReadWrite);
    ASSERT_TRUE(store) << to_string(store.error());
    store_ = std::make_unique<Store>(std::move(*store));
  }

  RunRow begin(const std::string& id, double started, const Json& base_ns = nullptr) {
    RunRow run = testing::run(id);
    run.started = started;
    const auto begun = store_->begin_run(run, cells_);
    EXPECT_TRUE(begun);
    const auto noted = store_->note_group(id, group, {{"mode", "turns"}, {"reference_base_ns", base_ns}});
    EXPECT_TRUE(noted);
    return run;
  }

  /// A bout of both sides that began at `started` and was in order, unless `change` says otherwise.
  void bout(
      const std::string& run, int attempt, double started,
      const std::function<void(BoutRecord&)>& change = [](BoutRecord&) {}) {
    BoutRecord record = testing::bout(
        attempt, {testing::process(cells_[0], {10100, 10100}), testing::process(cells_[1], {10100, 10100})});
    record.started = started;
    change(record);
    const auto committed = store_->commit_bout(run, group, record);
    EXPECT_TRUE(committed) << to_string(committed.error());
  }

  RunReport report(const std::string& run) { return sound(make_report(*store_, run)); }

  Folder folder_;
  std::unique_ptr<Store> store_;
  std::vector<RunCell> cells_ = {testing::cell("a", true), testing::cell("b", false)};
};

TEST_F(Circumstances, AClockThatChangedIsTold) {
  begin("r1", 1000, 4000);
  begin("r2", 2000);  // read nothing
  begin("r3", 3000, 4080);
  begin("r4", 4000, 4090);
  const RunReport changed = report("r3");
  ASSERT_TRUE(changed.reference);
  EXPECT_EQ(changed.reference->earlier_ns, 4000);
  EXPECT_TRUE(changed.reference->changed());
  EXPECT_THAT(changed.notes,
              ::testing::Contains("the clock of this host has changed: the reference kernel reads 4080 ns, and 4000 ns "
                                  "in run r1 before; absolute times of the two are not of one machine"));
  EXPECT_EQ(to_json(changed)["reference"].dump(),
            R"({"base_ns":4080.0,"earlier_base_ns":4000.0,"earlier_run":"r1","clock_changed":true,)"
            R"("least_base_ns":null,"busy_at_first":false,"busy_throughout":false})");
  EXPECT_FALSE(report("r4").reference->changed());
  EXPECT_EQ(report("r4").reference->earlier_run, "r3");
  EXPECT_EQ(report("r1").reference->earlier_ns, std::nullopt);
  EXPECT_FALSE(report("r2").reference);
}

TEST_F(Circumstances, ANeighbourWhoNeverRestedIsTold) {
  begin("r1", 1000, 4000);
  RunRow run = testing::run("r2");
  run.started = 2000;
  EXPECT_EQ(*least_base(*store_, run), (LeastBase{4000, false}));
  store_least_base({4000, false}, run);
  ASSERT_TRUE(store_->begin_run(run, cells_));
  ASSERT_TRUE(store_->note_group("r2", group, {{"reference_base_ns", 4000}, {"reference_own_ns", 6000}}));
  const RunReport made = report("r2");
  EXPECT_EQ(to_json(*made.reference).dump(),
            R"({"base_ns":6000.0,"earlier_base_ns":4000.0,"earlier_run":"r1","clock_changed":true,)"
            R"("least_base_ns":4000.0,"busy_at_first":true,"busy_throughout":true})");
  EXPECT_THAT(made.notes, ::testing::Contains(
                              "the neighbour was busy throughout, or the clock was lower: the reference kernel read "
                              "6000 ns at best, and 4000 ns in an earlier run of this host; no round counts as "
                              "undisturbed"));
}

/// The base is of the bouts by which it is chosen which rounds decide; later ones may have been alone all the same.
TEST_F(Circumstances, ANeighbourWhoRestedLaterIsNotCalledBusyThroughout) {
  begin("r1", 1000, 4000);
  RunRow run = testing::run("r2");
  run.started = 2000;
  run.kind = "ab";
  store_least_base({4000, false}, run);
  ASSERT_TRUE(store_->begin_run(run, cells_));
  ASSERT_TRUE(store_->note_group("r2", group, {{"reference_base_ns", 4000}, {"reference_own_ns", 6000}}));
  for (int attempt = 0; attempt < 12; ++attempt)
    bout("r2", attempt, 2001 + attempt, [&](BoutRecord& record) {
      for (ProcessRecord& process : record.processes)
        for (Slice& slice : process.slices) {
          slice.cpu_ns = slice.wall_ns;
          slice.reference_before_ns = slice.reference_after_ns = attempt < 6 ? 6000 : 4000;
        }
    });
  const RunReport made = report("r2");
  EXPECT_DOUBLE_EQ(made.comparisons.at(0).undisturbed->share, 0.5);
  EXPECT_EQ(made.comparisons.at(0).decided_on, "all");
  EXPECT_THAT(made.notes,
              ::testing::Contains("the neighbour was busy, or the clock was lower, in the first six bouts, by which it "
                                  "is chosen which rounds decide: the reference kernel read 6000 ns in them, and 4000 "
                                  "ns in an earlier run of this host; so all rounds decide"));
  EXPECT_FALSE(made.reference->busy_throughout());
  EXPECT_EQ(to_json(*made.reference)["busy_at_first"], true);
  ReferenceBase base = *made.reference;
  EXPECT_THAT(sentences(base, true), ElementsAre(::testing::EndsWith(
                                         "; so all rounds decide, save where a comparison's own first six bouts had "
                                         "enough undisturbed ones")));
  base.undisturbed_share = 0.004;  // 0 % as it is shown
  EXPECT_TRUE(base.busy_throughout());
}

/// A busy run must not become what later ones are held against, and one with another clock is none of them.
TEST_F(Circumstances, TheLeastBaseIsOfTheSameClockInTheLastThirtyDays) {
  constexpr double day = 86400;
  begin("old", 1000, 3000);
  begin("idle", 1000 + 31 * day, 4000);
  RunRow other = testing::run("turbo");
  other.started = 1001 + 31 * day;
  other.host["boost"] = "1";
  ASSERT_TRUE(store_->begin_run(other, cells_));
  ASSERT_TRUE(store_->note_group("turbo", group, {{"reference_base_ns", 3500}}));
  RunRow run = testing::run("now");
  run.started = 1000 + 40 * day;
  EXPECT_EQ(*least_base(*store_, run), (LeastBase{4000, false}));
  run.host["boost"] = "1";
  EXPECT_EQ(*least_base(*store_, run), (LeastBase{3500, false}));
  run.host["id"] = "fedcba9876543210";
  EXPECT_EQ(*least_base(*store_, run), std::nullopt);
}

/// Of one model, but with a faster clock.
TEST_F(Circumstances, TheLeastBaseIsTheMachinesOwnWhereItHasOne) {
  begin("fast", 1000, 3000);
  RunRow first = testing::run("first");
  first.started = 2000;
  first.host["name"] = "lab2";
  const auto of_kind = *least_base(*store_, first);
  EXPECT_EQ(of_kind, (LeastBase{3000, true})) << "a runner that is new each night has no runs of its own";
  store_least_base(*of_kind, first);
  ASSERT_TRUE(store_->begin_run(first, cells_));
  ASSERT_TRUE(store_->note_group("first", group, {{"reference_base_ns", 3000}, {"reference_own_ns", 4000}}));
  EXPECT_THAT(report("first").notes,
              ::testing::Contains("the neighbour was busy throughout, or the clock was lower: the reference kernel "
                                  "read 4000 ns at best, and 3000 ns in an earlier run of another machine of this "
                                  "kind; no round counts as undisturbed"));
  RunRow second = first;
  second.id = "second";
  second.started = 3000;
  EXPECT_EQ(*least_base(*store_, second), (LeastBase{4000, false}));
}

TEST_F(Circumstances, TheFirstRunSaysWhatItsRoundsAreHeldAgainst) {
  RunRow run = testing::run("r1");
  run.kind = "ab";
  ASSERT_TRUE(store_->begin_run(run, cells_));
  ASSERT_TRUE(store_->note_group("r1", group, {{"mode", "turns"}, {"reference_base_ns", 4000}}));
  for (int attempt = 0; attempt < 8; ++attempt)
    bout("r1", attempt, 1001 + attempt, [](BoutRecord& record) {
      for (ProcessRecord& process : record.processes)
        process.slices.insert(process.slices.end(), 30, process.slices.back());
      for (ProcessRecord& process : record.processes)
        for (int round = 0; Slice & slice : process.slices) slice.round = round++, slice.cpu_ns = slice.wall_ns;
    });
  const RunReport made = report("r1");
  EXPECT_EQ(made.comparisons.at(0).decided_on, "undisturbed");
  EXPECT_THAT(
      made.notes,
      ::testing::Contains(
          "the first run of this host with reference readings: its rounds are undisturbed relative to this run, and a "
          "neighbour that was busy throughout would not show"));
}

TEST_F(Circumstances, AnotherHostsClockIsNotThisOnes) {
  begin("r1", 1000, 4000);
  RunRow run = testing::run("r2");
  run.started = 2000;
  run.host["id"] = "fedcba9876543210";
  ASSERT_TRUE(store_->begin_run(run, cells_));
  ASSERT_TRUE(store_->note_group("r2", group, {{"reference_base_ns", 5000}}));
  EXPECT_EQ(report("r2").reference->earlier_ns, std::nullopt);
  run = testing::run("r3");
  run.started = 3000;
  run.host["name"] = "another of this kind";
  ASSERT_TRUE(store_->begin_run(run, cells_));
  ASSERT_TRUE(store_->note_group("r3", group, {{"reference_base_ns", 5000}}));
  EXPECT_EQ(report("r3").reference->earlier_ns, std::nullopt);
}

TEST_F(Circumstances, ASuspendedBoutIsToldAndNotUsed) {
  begin("r1", 1000);
  bout("r1", 0, 1001);
  bout("r1", 1, 1002, [](BoutRecord& record) {
    record.outcome = Outcome::Skipped;
    for (ProcessRecord& process : record.processes) {
      process.outcome = Outcome::Skipped;
      process.detail = "the machine was suspended for 40.0 s during the bout";
      for (Slice& slice : process.slices) slice.wall_ns *= 7;
    }
  });
  bout("r1", 2, 1050);
  const RunReport made = report("r1");
  EXPECT_EQ(made.cells.at(0).processes, 2);
  EXPECT_THAT(made.notes, ::testing::Contains(std::string(group) + ": a bout was set aside: the machine was suspended "
                                                                   "for 40.0 s during the bout"));
}

TEST_F(Circumstances, AClockThatWasSetIsToldAndSpoilsNothing) {
  begin("r1", 10000);
  bout("r1", 0, 10001);
  bout("r1", 1, 10002,
       [](BoutRecord& record) { record.detail = "the time of day was set back by 3600.0 s during the bout"; });
  bout("r1", 2, 6403);
  const RunReport made = report("r1");
  EXPECT_EQ(made.cells.at(0).processes, 3);
  EXPECT_GE(made.seconds, made.measuring_seconds);
  std::vector<std::string> told;
  for (const std::string& note : made.notes)
    if (note.starts_with(group)) told.push_back(note);
  EXPECT_THAT(told,
              ElementsAre(std::string(group) + ": the time of day was set back by 3600.0 s during the bout; times "
                                               "of day are off, durations are not",
                          std::string(group) + ": a bout began 3599.0 s before the one that was taken before it: "
                                               "the time of day was set back; durations are not touched by it"));
}

TEST_F(Circumstances, AMachineThatTurnedNoisyIsTold) {
  begin("r1", 1000, 4000);
  for (int attempt = 0; attempt < 14; ++attempt)
    bout("r1", attempt, 1001 + attempt, [&](BoutRecord& record) {
      for (ProcessRecord& process : record.processes)
        for (Slice& slice : process.slices)
          slice.reference_before_ns = slice.reference_after_ns = attempt < 8 ? 4000 : 5200;
    });
  EXPECT_THAT(report("r1").notes,
              ::testing::Contains(std::string(group) + ": the machine turned noisy while this was measured: 100 % of "
                                                       "the rounds were undisturbed in the first six bouts, 0 % in the "
                                                       "last six"));
}

/// Of one CPU a load is a neighbour, whom the reference readings tell.
TEST_F(Circumstances, SeveralThreadsOnACrowdedMachineAreTold) {
  const auto crowd = [&](const std::string& id, double load, std::vector<int> cpus) {
    RunRow run = testing::run(id);
    run.host["cpus_online"] = "0-3";
    ASSERT_TRUE(store_->begin_run(run, cells_));
    for (int attempt = 0; attempt < 3; ++attempt)
      bout(id, attempt, 1000 + attempt, [&](BoutRecord& record) {
        record.load_1min = load + attempt;
        record.cpus = cpus;
      });
  };
  crowd("r1", 8, {2, 3});
  EXPECT_THAT(report("r1").notes,
              ::testing::Contains(
                  "linalg.gemm{n=512,type=d}: a load of 8 or more on 4 CPUs while 2 of them were measured: threads "
                  "wait for each other while one of them waits for a CPU; measure several threads on a machine with "
                  "little else to do"));
  crowd("r2", 7.9, {2, 3});
  EXPECT_THAT(report("r2").notes, ::testing::Not(::testing::Contains(::testing::HasSubstr("a load of"))));
  crowd("r3", 8, {2});
  EXPECT_THAT(report("r3").notes, ::testing::Not(::testing::Contains(::testing::HasSubstr("a load of"))));
}

TEST_F(Circumstances, AnOrdinaryRunHasNothingToTell) {
  begin("r1", 1000, 4000);
  for (int attempt = 0; attempt < 14; ++attempt) bout("r1", attempt, 1001 + attempt);
  for (const std::string& note : report("r1").notes) EXPECT_FALSE(note.starts_with(group)) << note;
  EXPECT_THAT(Mishaps().sentences(), IsEmpty());
}

}  // namespace
}  // namespace assay

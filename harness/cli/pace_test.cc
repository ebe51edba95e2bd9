#include "harness/cli/pace.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "results/testing.h"

namespace assay {
namespace {

using testing::Folder;

const Json here = {{"id", "vm"}, {"name", "one"}};

class Pace : public ::testing::Test {
 protected:
  /// A run that was foretold to take 10 s, with one bout of so many; the later ones are newer.
  void took(double seconds, const std::function<void(RunRow&)>& but = {}) {
    RunRow run = testing::run(fmt::format("r{}", number_));
    run.kind = "ab";
    run.host = here;
    run.study = {{kForetold, 10}, {"decision", {{"max_seconds", nullptr}}}};
    run.started = 1000.0 + number_++;
    if (but) but(run);
    const RunCell cell = testing::cell("reference", true);
    ASSERT_TRUE(store_.begin_run(run, {cell}));
    BoutRecord bout = testing::bout(0, {testing::process(cell, {1000})});
    bout.seconds = seconds;
    ASSERT_TRUE(store_.commit_bout(run.id, "g", bout));
    ASSERT_TRUE(store_.finish_run(run.id, run.state == "interrupted" ? run.state : "finished", run.started + seconds));
  }

  double pace() const { return *host_pace(store_, here); }

  Folder folder_;
  Store store_ = *Store::open(folder_ / "a.db", Store::Access::ReadWrite);
  int number_ = 0;
};

TEST_F(Pace, IsTheMedianOfTheHostsRuns) {
  EXPECT_EQ(pace(), 1);
  took(15);
  EXPECT_DOUBLE_EQ(pace(), 1.5);
  took(30);
  took(20);
  EXPECT_DOUBLE_EQ(pace(), 2);
}

TEST_F(Pace, IsThatOfTheLatestNine) {
  took(30);
  for (int i = 0; i < 4; ++i) took(20);
  for (int i = 0; i < 5; ++i) took(12);
  EXPECT_DOUBLE_EQ(pace(), 1.2);
}

TEST_F(Pace, LeavesOutWhatTellsNothingOfIt) {
  took(30, [](RunRow& run) { run.host["name"] = "two"; });
  took(30, [](RunRow& run) { run.kind = "aa"; });
  took(30, [](RunRow& run) { run.study.erase(kForetold); });
  took(30, [](RunRow& run) { run.state = "interrupted"; });
  took(30, [](RunRow& run) { run.study["decision"]["max_seconds"] = 31; });
  EXPECT_EQ(pace(), 1);
  took(30, [](RunRow& run) { run.study["decision"]["max_seconds"] = 60; });
  EXPECT_DOUBLE_EQ(pace(), 3);
}

TEST_F(Pace, IsWithinReason) {
  took(1000);
  EXPECT_EQ(pace(), 4);
  took(0.1);
  took(0.1);
  EXPECT_EQ(pace(), 0.5);
}

TEST(KeepPace, LengthensWhatIsForetoldWithinTheTimeLimit) {
  Plan plan;
  plan.needed_seconds = 40;
  plan.estimated_seconds = 40;
  keep_pace(plan, 2);
  EXPECT_EQ(plan.needed_seconds, 80);
  EXPECT_EQ(plan.estimated_seconds, 80);
  plan.study.decision.max_seconds = 90;
  keep_pace(plan, 1.5);
  EXPECT_EQ(plan.needed_seconds, 120);
  EXPECT_EQ(plan.estimated_seconds, 90);
}

}  // namespace
}  // namespace assay

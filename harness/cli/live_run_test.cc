#include "harness/cli/live_run.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>

#include "harness/factors/factor.h"
#include "results/testing.h"

namespace assay {
namespace {

using assay::testing::Folder;

std::string installed;  // version of the thing that the factor `gadget` names

class Gadget final : public Factor {
 public:
  std::string name() const override { return "gadget"; }
  std::string about() const override { return "For tests."; }
  std::string value() const override { return "any text"; }
  int rank() const override { return 90; }
  std::optional<std::string> standard() const override { return std::nullopt; }
  Result<std::string> check(const std::string& level) const override { return level; }
  Json subject(const std::string&) const override { return {{"version", installed}}; }
  Result<void> apply(const std::string&, Draft&) const override { return {}; }
};

const FactorRegistration gadget(std::make_unique<Gadget>());

/// Runs that were begun and never finished.
class OpenRun : public ::testing::Test {
 protected:
  void SetUp() override {
    installed = "1.0";
    auto store = Store::open(folder_ / "a.db", Store::Access::ReadWrite);
    ASSERT_TRUE(store) << to_string(store.error());
    store_ = std::make_unique<Store>(std::move(*store));
    Group group;
    for (const char* level : {"a", "b"}) group.cells.push_back({"x.y", {}, {{"gadget", level}}});
    group.id = "x.y";
    plan_.groups = {group};
    plan_.seed = 7;
    first_ = open("ab").row.id;
  }

  OpenedRun open(const std::string& kind, const RunChoice& choice = {}) {
    return sound(open_run(kind, plan_, choice, *store_));
  }

  Folder folder_;
  std::unique_ptr<Store> store_;
  Plan plan_;
  std::string first_;
};

TEST_F(OpenRun, ContinuesTheSameWithItsSeed) {
  plan_.seed = 8;
  plan_.study.title = "other words for the same";
  const OpenedRun again = open("ab");
  EXPECT_TRUE(again.continued);
  EXPECT_EQ(again.row.id, first_);
  EXPECT_EQ(plan_.seed, 7U);
}

/// Which bouts count as undisturbed must not change with what was stored meanwhile.
TEST_F(OpenRun, IsHeldAgainstTheBaseThatItsHostHadWhenItBegan) {
  EXPECT_EQ(plan_.host_base_ns, std::nullopt);
  ASSERT_TRUE(store_->note_group(first_, "x.y", {{"reference_base_ns", 4000}}));
  const RunChoice fresh{.fresh = true, .resume = {}, .seed_given = false, .check = {}};
  const OpenedRun second = open("ab", fresh);
  EXPECT_EQ(plan_.host_base_ns, 4000);
  EXPECT_EQ(second.row.study["host_base_ns"], 4000);
  ASSERT_TRUE(store_->note_group(first_, "x.y", {{"reference_base_ns", 3900}}));
  plan_.host_base_ns.reset();
  EXPECT_EQ(open("ab").row.id, second.row.id);
  EXPECT_EQ(plan_.host_base_ns, 4000);
}

TEST_F(OpenRun, BeginsAnotherWhenTheSubjectIsAnother) {
  installed = "1.1";
  EXPECT_FALSE(open("ab").continued);
  installed = "1.0";
  EXPECT_EQ(open("ab").row.id, first_);
}

TEST_F(OpenRun, BeginsAnotherWhenItIsDecidedOtherwise) {
  plan_.study.decision.care_percent = 1;
  EXPECT_FALSE(open("ab").continued);
}

/// It is judged by the rules that are stored with it.
TEST_F(OpenRun, OfAGateGoesOnByItsOwnRules) {
  plan_.study.decision.rule = Rule::Gate;
  plan_.groups[0].floor_percent = 1;
  open("gate");
  EXPECT_TRUE(open("gate").continued);
  plan_.groups[0].floor_percent = 2;
  EXPECT_FALSE(open("gate").continued);
  plan_.groups[0].floor_percent = 1;
  plan_.study.gate.sided = Sided::Both;
  EXPECT_FALSE(open("gate").continued);
  plan_.study.gate.sided = Sided::Slower;
  plan_.ignores = {{"x.*", {"x.y"}, {}, "2999-01-31", "known"}};
  EXPECT_FALSE(open("gate").continued);
}

TEST_F(OpenRun, IsRefusedOrAddedToBeforeItBegins) {
  RunChoice choice{.fresh = true, .resume = {}, .seed_given = false, .check = {}};
  choice.check = [](RunRow& row, const std::vector<RunCell>& cells, const Store&) -> Result<void> {
    row.study["cells"] = cells.size();
    return {};
  };
  EXPECT_EQ(open("gate", choice).row.study["cells"], 2);
  choice.check = [](RunRow&, const std::vector<RunCell>&, const Store&) -> Result<void> { return fail("no"); };
  const std::size_t before = store_->runs()->size();
  EXPECT_EQ(open_run("gate", plan_, choice, *store_).error().what, "no");
  EXPECT_EQ(store_->runs()->size(), before);
}

TEST_F(OpenRun, BeginsAnotherForOtherCellsAndForAnotherKind) {
  EXPECT_FALSE(open("run").continued);
  plan_.groups[0].cells.pop_back();
  EXPECT_FALSE(open("ab").continued);
}

TEST_F(OpenRun, BeginsAnotherWhenAskedTo) {
  EXPECT_FALSE(open("ab", {.fresh = true, .resume = {}, .seed_given = false, .check = {}}).continued);
}

TEST_F(OpenRun, BeginsAnotherWhenTheSeedIsGivenAndAnother) {
  const RunChoice given{.fresh = false, .resume = {}, .seed_given = true, .check = {}};
  const std::string seven = open("ab", given).row.id;
  EXPECT_TRUE(open("ab", given).continued);
  plan_.seed = 8;
  EXPECT_NE(open("ab", given).row.id, seven);
  EXPECT_EQ(plan_.seed, 8U);
}

/// As commands lock the runs of the store at `db`.
RunChoice locking(const std::string& db) {
  RunChoice choice;
  choice.claim = [db](const std::string& run) { return StoreLock::of_run(db, run); };
  return choice;
}

TEST_F(OpenRun, GoesOnOnlyWhereNoProcessIsMeasuringIt) {
  const std::string db = folder_ / "a.db";
  RunChoice choice = locking(db);
  {
    const OpenedRun measured = open("ab", choice);
    EXPECT_EQ(measured.row.id, first_);
    EXPECT_EQ(to_string(open_run("ab", plan_, choice, *store_).error()),
              db + ": process " + std::to_string(getpid()) + " is measuring run " + first_ +
                  ", which this command would continue; wait until it has ended, or give --new for a run of its own; "
                  "nothing was begun");
    choice.resume = first_;
    EXPECT_FALSE(open_run("ab", plan_, choice, *store_));
    choice.resume.reset();
    choice.fresh = true;
    EXPECT_NE(open("ab", choice).row.id, first_);
  }
  choice.fresh = false;
  EXPECT_NE(open("ab", choice).row.id, first_);  // the newest
  choice.resume = first_;
  EXPECT_TRUE(open("ab", choice).continued);
  EXPECT_FALSE(std::filesystem::exists(db + "-run-" + first_));
}

TEST_F(OpenRun, IsLockedBeforeAnyProcessCanFindIt) {
  RunChoice choice = locking(folder_ / "a.db");
  choice.fresh = true;
  const auto lock = choice.claim;
  choice.claim = [&](const std::string& run) {
    const auto found = *store_->runs();
    for (const RunRow& each : found) EXPECT_NE(each.id, run);
    return lock(run);
  };
  const OpenedRun begun = open("ab", choice);
  EXPECT_FALSE(begun.continued);
  EXPECT_FALSE(lock(begun.row.id));
}

TEST_F(OpenRun, BeginsAnotherWhereItHasEndedBeforeItWasLocked) {
  RunChoice choice = locking(folder_ / "a.db");
  const auto lock = choice.claim;
  choice.claim = [&](const std::string& run) {
    if (run == first_) {
      EXPECT_TRUE(store_->finish_run(first_, "finished", 1));
    }
    return lock(run);
  };
  const OpenedRun begun = open("ab", choice);
  EXPECT_FALSE(begun.continued);
  EXPECT_NE(begun.row.id, first_);
  EXPECT_TRUE(lock(first_));
}

TEST_F(OpenRun, ANightGoesOnOnItsDayAlone) {
  plan_.study.nightly = true;
  plan_.study.title = "nights";
  const OpenedRun tonight = open("nightly");
  EXPECT_EQ(open("nightly").row.id, tonight.row.id);
  ASSERT_TRUE(store_->finish_run(tonight.row.id, "finished", tonight.row.started + 1));
  EXPECT_EQ(open("nightly").row.id, tonight.row.id);  // it was measured, and not judged
  const NightValue judged{tonight.row.id, cell_id(plan_.groups[0].cells[1]), {}, {}, 0, {{"why", "for the test"}}};
  ASSERT_TRUE(store_->add_night(std::span(&judged, 1), {}));
  EXPECT_NE(open("nightly").row.id, tonight.row.id);
  RunRow earlier = tonight.row;
  earlier.id = "20010101-000000-00000000";
  earlier.started = 978307200;
  earlier.state = "interrupted";
  std::vector<RunCell> cells;
  for (const Cell& cell : plan_.groups[0].cells) cells.push_back({cell, "x.y", cells.empty(), false});
  ASSERT_TRUE(store_->begin_run(earlier, cells));
  const auto resumed = open_run("nightly", plan_, {false, earlier.id, false, {}}, *store_);
  ASSERT_FALSE(resumed);
  EXPECT_EQ(to_string(resumed.error()),
            "--resume: run 20010101-000000-00000000 is of the night of 2001-01-01; leave --resume out for a new run");
}

}  // namespace
}  // namespace assay

#include "harness/session/session.h"

#include "harness/core/testing.h"
#include "harness/session/simulation.h"

namespace assay {
namespace {

using simulation::compare;
using simulation::group;
using simulation::Machine;
using simulation::plan;
using testing::ElementsAre;

const std::string world =
    "[[cell]]\nmatch = {side = \"b\"}\nseconds = 0.00103\n[[cell.fail]]\nattempts = [3]\n"
    "[[cell]]\nseconds = 0.001\n";

Plan two_groups() {
  return plan({group("x.a", {"a", "b"}), group("x.b", {"a", "c"})}, compare(), 11);
}

/// The machine goes down: as SIGKILL, it leaves what was committed and nothing else.
struct Killed {};

class KilledAfter : public Runner {
 public:
  KilledAfter(Runner& runner, int bouts) : runner_(runner), left_(bouts) {}
  BoutRecord run(const BoutSpec& spec, const std::atomic<bool>& stop) override {
    if (left_-- == 0) throw Killed{};
    return runner_.run(spec, stop);
  }

 private:
  Runner& runner_;
  int left_;
};

class SessionTest : public testing::Test {
 protected:
  /// A store with a run that has begun.
  Store begin(const std::string& file, const Plan& planned) {
    Store store = reopen(file);
    RunRow run;
    run.id = "run";
    run.kind = "ab";
    run.fingerprint = "same";
    run.state = "running";
    std::vector<RunCell> cells;
    for (const Group& each : planned.groups)
      for (std::size_t i = 0; i < each.cells.size(); ++i) cells.push_back({each.cells[i], each.id, i == 0, false});
    sound(store.begin_run(run, cells));
    return store;
  }

  Store reopen(const std::string& file) { return sound(Store::open(folder_ / file, Store::Access::ReadWrite)); }

  Folder folder_;
};

/// All that is stored of the bouts of a run, as lines to compare.
std::vector<std::string> lines(const Store& store) {
  std::vector<std::string> result;
  const auto bouts = store.bouts("run");
  for (const StoredBout& bout : *bouts) {
    std::string line = bout.group + " " + std::to_string(bout.record.attempt) + " " +
                       std::string(name(bout.record.mode)) + " " + std::to_string(bout.record.seed);
    for (const ProcessRecord& process : bout.record.processes) {
      line += " " + process.cell + " " + std::string(name(process.outcome));
      for (const Slice& slice : process.slices) line += " " + std::to_string(slice.wall_ns);
    }
    result.push_back(line);
  }
  return result;
}

TEST_F(SessionTest, GoesOnAfterAnyBoutAsIfItHadNotBeenKilled) {
  const Plan planned = two_groups();
  Store whole = begin("whole.db", planned);
  Machine machine(world);
  Observer nobody;
  ASSERT_TRUE(run_session(planned, "run", whole, machine.tools, nobody));
  const std::vector<std::string> expected = lines(whole);
  ASSERT_GT(expected.size(), 14u);
  for (int killed = 0; killed < static_cast<int>(expected.size()); ++killed) {
    const std::string file = "killed" + std::to_string(killed) + ".db";
    KilledAfter mortal(machine.runner, killed);
    Tools tools = machine.tools;
    tools.runner = [&](const Group&) -> Runner& { return mortal; };
    {
      Store store = begin(file, planned);
      EXPECT_THROW((void)run_session(planned, "run", store, tools, nobody), Killed);
    }
    Store store = reopen(file);
    EXPECT_EQ(lines(store).size(), static_cast<std::size_t>(killed));
    ASSERT_TRUE(run_session(planned, "run", store, machine.tools, nobody));
    EXPECT_EQ(lines(store), expected);
    EXPECT_EQ(*store.group_notes("run"), *whole.group_notes("run"));
  }
}

/// Writes down what it is told.
class Scribe : public Observer {
 public:
  void cell_failed(const std::string& group, const std::string& configuration, const std::string& text,
                   bool again) override {
    told.push_back(group + " " + configuration + " " + text + (again ? ", again" : ", dropped"));
  }
  void group_ends(const std::string& group, const std::string& why, const Standing& standing) override {
    told.push_back(group + ": " + why + " (" + std::to_string(standing.open) + " open)");
  }
  void stops(const Stop& stop, const Standing& standing) override {
    told.push_back(stop.why + " after " + std::to_string(standing.bouts));
  }
  std::vector<std::string> told;
};

TEST_F(SessionTest, TellsFailuresAndEnds) {
  const Plan planned = plan({group("x.a", {"a", "b"})}, simulation::exactly(4));
  Store store = begin("told.db", planned);
  Machine machine(world);
  Scribe scribe;
  ASSERT_TRUE(run_session(planned, "run", store, machine.tools, scribe));
  EXPECT_THAT(scribe.told, ElementsAre("x.a side=b crashed: crashed, as simulated, again",
                                       "x.a: 4 bouts as asked for: 3 of 6 bouts for look 1 of 6 (0 open)",
                                       "every group has ended after 5"));
}

/// Ctrl-C at the n-th bout: once, or twice.
class Impatient : public Runner {
 public:
  Impatient(Machine& machine, int at, bool twice) : machine_(machine), left_(at), twice_(twice) {}
  BoutRecord run(const BoutSpec& spec, const std::atomic<bool>&) override {
    if (left_-- == 0) {
      machine_.interrupted = true;
      machine_.stop = twice_;
    }
    return machine_.runner.run(spec, machine_.stop);
  }

 private:
  Machine& machine_;
  int left_;
  bool twice_;
};

class Interrupted : public SessionTest {
 protected:
  Stop interrupt(bool twice) {
    const Plan planned = two_groups();
    store_.emplace(begin("interrupted.db", planned));
    Machine machine(world);
    Impatient user(machine, 5, twice);
    machine.tools.runner = [&](const Group&) -> Runner& { return user; };
    Observer nobody;
    return *run_session(planned, "run", *store_, machine.tools, nobody);
  }
  std::optional<Store> store_;
};

TEST_F(Interrupted, OnceStoresTheBoutThatWasRunning) {
  EXPECT_EQ(interrupt(false).reason, StopReason::Interrupted);
  EXPECT_EQ(lines(*store_).size(), 6u);
  EXPECT_EQ(store_->runs()->front().state, "interrupted");
  const Json note = store_->group_notes("run")->at("x.a");
  EXPECT_EQ(note["state"], "interrupted");
  EXPECT_EQ(note["why"], "interrupted");
  for (const auto& [cell, comparison] : note["comparisons"].items()) {
    EXPECT_EQ(comparison["verdict"], "undecided");
    EXPECT_EQ(comparison["why"], "interrupted: 2 of 6 bouts for look 1 of 4");
  }
}

TEST_F(Interrupted, TwiceGivesItUp) {
  EXPECT_EQ(interrupt(true).reason, StopReason::Interrupted);
  EXPECT_EQ(lines(*store_).size(), 5u);
}

TEST_F(Interrupted, IsContinuedByItsFingerprint) {
  interrupt(false);
  const auto found = store_->unfinished_run("same");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->id, "run");
  Machine machine(world);
  Observer nobody;
  ASSERT_TRUE(run_session(two_groups(), "run", *store_, machine.tools, nobody));
  EXPECT_EQ(store_->runs()->front().state, "finished");
  EXPECT_FALSE(store_->unfinished_run("same")->has_value());
}

TEST_F(SessionTest, NotesModeReasonAndVerdictOfEachComparison) {
  const Plan planned = plan({group("x.a", {"a", "b"})}, compare());
  Store store = begin("noted.db", planned);
  Machine machine("[[cell]]\nmatch = {side = \"b\"}\nseconds = 0.0011\n[[cell]]\nseconds = 0.001\n");
  Observer nobody;
  ASSERT_TRUE(run_session(planned, "run", store, machine.tools, nobody));
  const Json note = store.group_notes("run")->at("x.a");
  EXPECT_EQ(note["state"], "done");
  EXPECT_EQ(note["mode"], "turns");
  EXPECT_EQ(note["mode_why"], "iterations of 1.1 ms");
  const Json comparison = note["comparisons"][cell_id(planned.groups[0].cells[1])];
  EXPECT_EQ(comparison["verdict"], "changed");
  EXPECT_EQ(comparison["why"], note["why"]);
}

/// Time for the calibration, in which one side fails, and for nothing else.
TEST_F(SessionTest, NotesAFailureThatTimeAllowedOnlyOnce) {
  Decision decision = compare();
  decision.max_seconds = 0.01;
  const Plan planned = plan({group("x.a", {"a", "b"})}, decision);
  Store store = begin("once.db", planned);
  Machine machine(
      "[[cell]]\nmatch = {side = \"b\"}\n[[cell.fail]]\nattempts = [0]\noutcome = \"crashed\"\ndetail = \"ended by "
      "SIGSEGV\"\n[[cell]]\n");
  Observer nobody;
  EXPECT_EQ(run_session(planned, "run", store, machine.tools, nobody)->reason, StopReason::TimeUp);
  ASSERT_EQ(lines(store).size(), 1u);
  const Json note = store.group_notes("run")->at("x.a")["comparisons"][cell_id(planned.groups[0].cells[1])];
  EXPECT_EQ(note["verdict"], "undecided");
  EXPECT_EQ(note["outcome"], "crashed");
  EXPECT_EQ(note["detail"], "ended by SIGSEGV");
}

TEST_F(SessionTest, ChoosesTheFirstCpusAsManyAsTheMostThreads) {
  const Plan planned = plan({group("x.a", {"1", "2"})}, simulation::exactly(1));
  Store store = begin("cpus.db", planned);
  Machine machine("[[cell]]\n");
  machine.tools.cpus = {2, 5, 7};
  machine.tools.compose = [](const Group&, const Cell& cell) -> Result<MemberSpec> {
    MemberSpec member = mock_member(cell);
    member.threads = std::stoi(cell.configuration.at("side"));
    return member;
  };
  Observer nobody;
  ASSERT_TRUE(run_session(planned, "run", store, machine.tools, nobody));
  const auto bouts = store.bouts("run");
  EXPECT_THAT(bouts->front().record.cpus, ElementsAre(2, 5));
}

}  // namespace
}  // namespace assay

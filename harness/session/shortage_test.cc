#include <fmt/format.h>

#include <cerrno>
#include <system_error>
#include <thread>

#include "harness/core/process.h"
#include "harness/core/testing.h"
#include "harness/session/simulation.h"

namespace assay {
namespace {

using simulation::compare;
using simulation::exactly;
using simulation::group;
using simulation::Machine;
using simulation::plan;
using testing::ElementsAre;

const std::string world = "[[cell]]\nseconds = 0.001\n";
const std::string no_process = "/libexec/assay-worker: no process: Resource temporarily unavailable";
const std::string short_of = "this machine is short of what a process needs (" + no_process + ")";

/// A machine that has no process left for bouts `first` to `last`, counted from 0 as they are held.
class Short : public Runner {
 public:
  Short(Runner& runner, int first, int last) : runner_(runner), first_(first), last_(last) {}
  BoutRecord run(const BoutSpec& spec, const std::atomic<bool>& stop) override {
    attempts.push_back(spec.attempt);
    BoutRecord record = runner_.run(spec, stop);
    const int bout = held_++;
    if (bout < first_ || bout > last_) return record;
    record.outcome = record.processes.back().outcome = Outcome::Shortage;
    record.detail = record.processes.back().detail = no_process;
    return record;
  }
  std::vector<int> attempts;

 private:
  Runner& runner_;
  int first_, last_;
  int held_ = 0;
};

struct Waits : Observer {
  void waits(const std::string& why, double seconds) override {
    told.push_back(fmt::format("{:g} s: {}", seconds, why));
  }
  void cell_failed(const std::string&, const std::string&, const std::string& text, bool) override {
    told.push_back("failed: " + text);
  }
  std::vector<std::string> told;
};

class ShortageTest : public testing::Test {
 protected:
  /// A run of which the bouts `first` to `last` find no process.
  Stop measure(int first, int last) {
    Short runner(machine_.runner, first, last);
    machine_.tools.runner = [&](const Group&) -> Runner& { return runner; };
    machine_.tools.pause = [this](double seconds) { paused_ += seconds; };
    const auto stop = run_session(plan_, "run", store_, machine_.tools, waits_);
    attempts_ = runner.attempts;
    return sound(stop);
  }

  Store begin() {
    Store store = sound(Store::open(folder_ / "store.db", Store::Access::ReadWrite));
    RunRow run;
    run.id = "run";
    run.kind = "ab";
    run.state = "running";
    std::vector<RunCell> cells;
    for (std::size_t i = 0; i < 2; ++i) cells.push_back({plan_.groups[0].cells[i], plan_.groups[0].id, i == 0, false});
    sound(store.begin_run(run, cells));
    return store;
  }

  std::string state() { return sound(store_.runs()).at(0).state; }

  Folder folder_;
  Plan plan_ = plan({group("x.a", {"a", "b"})}, exactly(3), 11);
  Machine machine_{world};
  Store store_ = begin();
  Waits waits_;
  double paused_ = 0;
  std::vector<int> attempts_;
};

TEST_F(ShortageTest, ThatPassesCostsNoSide) {
  EXPECT_EQ(measure(2, 4).reason, StopReason::Finished);
  EXPECT_THAT(attempts_, ElementsAre(0, 1, 2, 2, 2, 2, 3));
  EXPECT_THAT(waits_.told, ElementsAre("1 s: " + short_of, "2 s: " + short_of, "4 s: " + short_of));
  EXPECT_EQ(paused_, 7);
  EXPECT_EQ(sound(store_.bouts("run", Detail::Walls)).size(), 4u);
  EXPECT_EQ(state(), "finished");
}

TEST_F(ShortageTest, ThatStaysInterruptsTheRunAndTheSameCommandGoesOn) {
  const Stop stop = measure(1, 100);
  EXPECT_EQ(stop.reason, StopReason::Shortage);
  EXPECT_EQ(stop.why, short_of);
  EXPECT_EQ(paused_, 15);
  EXPECT_EQ(state(), "interrupted");
  const auto notes = sound(store_.group_notes("run"));
  EXPECT_EQ(notes.at("x.a").at("state"), "interrupted");
  EXPECT_EQ(notes.at("x.a").at("why"), short_of);
  EXPECT_EQ(measure(100, 100).reason, StopReason::Finished);
  EXPECT_EQ(state(), "finished");
  EXPECT_EQ(sound(store_.bouts("run", Detail::Walls)).size(), 4u);
}

TEST_F(ShortageTest, ShortOnesOverAndOverAreEachWaitedOut) {
  Short once(machine_.runner, 0, 0);
  machine_.tools.runner = [&](const Group&) -> Runner& { return once; };
  EXPECT_EQ(sound(run_session(plan_, "run", store_, machine_.tools, waits_)).reason, StopReason::Finished);
  EXPECT_THAT(waits_.told, ElementsAre("1 s: " + short_of));
}

TEST_F(ShortageTest, OfThreadsLeavesComposingToOne) {
  const NoThreads none;
  EXPECT_THROW(std::thread([] {}), std::system_error);
  EXPECT_EQ(measure(100, 100).reason, StopReason::Finished);
  EXPECT_THAT(attempts_, ElementsAre(0, 1, 2, 3));
}

TEST_F(ShortageTest, InComposingAMemberIsNotRemembered) {
  int composed = 0;
  machine_.tools.compose = [&](const Group&, const Cell& cell) -> Result<MemberSpec> {
    if (cell.configuration.at("side") == "b" && composed++ < 2) return fail_with(EAGAIN, "no process", "/usr/bin/g++");
    return mock_member(cell);
  };
  EXPECT_EQ(measure(100, 100).reason, StopReason::Finished);
  EXPECT_EQ(composed, 3);
  EXPECT_THAT(attempts_, ElementsAre(0, 1, 2, 3));
  const std::string why =
      "this machine is short of what a process needs (/usr/bin/g++: no process: Resource temporarily unavailable)";
  EXPECT_THAT(waits_.told, ElementsAre("1 s: " + why, "2 s: " + why));
}

}  // namespace
}  // namespace assay

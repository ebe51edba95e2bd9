#include "runners/local.h"

#include <gmock/gmock.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "assay_version.h"
#include "harness/core/process_tree.h"
#include "harness/core/undisturbed.h"
#include "runners/emulated.h"
#include "runners/fault_bout.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<int> column(const ProcessRecord& process, int Slice::*member) {
  std::vector<int> values;
  for (const Slice& slice : process.slices) values.push_back(slice.*member);
  return values;
}

TEST(LocalTurns, GiveEverySideOneTurnARoundInBalancedOrder) {
  const BoutRecord record = run(fault_bout(Mode::Turns, {"none", "none"}));
  ASSERT_EQ(record.outcome, Outcome::Measured) << record.detail;
  ASSERT_THAT(record.processes, SizeIs(2));
  const ProcessRecord& a = record.processes[0];
  const ProcessRecord& b = record.processes[1];
  EXPECT_THAT(column(a, &Slice::round), ElementsAre(0, 1, 2, 3, 4, 5));
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(a.slices[i].position + b.slices[i].position, 1);
    EXPECT_EQ(a.slices[i].position + a.slices[i ^ 1].position, 1);
    EXPECT_EQ(a.slices[i].phase, i < 2 ? Phase::Warmup : Phase::Steady);
  }
  EXPECT_THAT(a.slices, Each(Field(&Slice::iterations, 100)));
  EXPECT_THAT(a.slices, Each(Field(&Slice::reference_after_ns, testing::Gt(0))));
  EXPECT_EQ(a.facts.dump(), R"({"executed":"fault-member"})");
  EXPECT_EQ(a.exit_status, 0);
  EXPECT_GT(a.ready_seconds, 0);
  EXPECT_EQ(a.start_position + b.start_position, 1);
}

TEST(LocalTurns, KeepTheLastSliceOfATurnOfThree) {
  BoutSpec spec = fault_bout(Mode::Turns, {"none"});
  spec.turn_slices = 3;
  const BoutRecord record = run(spec);
  ASSERT_EQ(record.outcome, Outcome::Measured) << record.detail;
  ASSERT_THAT(record.processes[0].slices, SizeIs(18));
  for (std::size_t i = 0; i < 18; ++i) EXPECT_EQ(record.processes[0].slices[i].kept, i % 3 == 2);
}

/// No reading is within 1 % of a nanosecond, so no round ever reads undisturbed.
TEST(LocalTurns, AreNotProlongedForLongWhereNoRoundReadsUndisturbed) {
  BoutSpec spec = fault_bout(Mode::Turns, {"none", "none"});
  spec.reference_base_ns = 1;
  const BoutRecord record = run(spec);
  ASSERT_EQ(record.outcome, Outcome::Measured) << record.detail;
  for (const ProcessRecord& process : record.processes)
    EXPECT_THAT(process.slices, SizeIs(spec.warmup_rounds + kRoundsOfAll));
}

TEST(LocalTurns, AreProlongedUntilEnoughRoundsReadUndisturbed) {
  BoutSpec spec = fault_bout(Mode::Turns, {"none", "none"});
  spec.reference_base_ns = 1e9;  // whatever they read; only a wait for the CPU disturbs
  const BoutRecord record = run(spec);
  ASSERT_EQ(record.outcome, Outcome::Measured) << record.detail;
  const auto& [a, b] = std::tie(record.processes[0].slices, record.processes[1].slices);
  ASSERT_EQ(a.size(), b.size());
  int undisturbed = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    undisturbed += counts(a[i]) && reads_undisturbed(a[i], 1e9) && reads_undisturbed(b[i], 1e9) ? 1 : 0;
  const int done = static_cast<int>(a.size()) - spec.warmup_rounds;
  EXPECT_FALSE(goes_on(done, spec.rounds, undisturbed)) << done << " " << undisturbed;
}

TEST(LocalTurns, OfASideThatIsGoneAreNotProlonged) {
  BoutSpec spec = fault_bout(Mode::Turns, {"none", "segfault"});
  spec.reference_base_ns = 1;
  const BoutRecord record = run(spec);
  EXPECT_EQ(record.outcome, Outcome::Crashed);
  EXPECT_THAT(record.processes[0].slices, SizeIs(spec.warmup_rounds + spec.rounds));
}

TEST(LocalTurns, StopASideWithThreads) {
  const BoutRecord record = run(fault_bout(Mode::Turns, {"threads", "none", "threads"}));
  ASSERT_EQ(record.outcome, Outcome::Measured) << record.detail;
  for (const ProcessRecord& process : record.processes) EXPECT_THAT(process.slices, SizeIs(6));
  EXPECT_THAT(left_of(record), IsEmpty());
}

TEST(LocalSharedCpu, KeepsFiveUnitsOfEverySideAfterOneToWarmUp) {
  BoutSpec spec = fault_bout(Mode::SharedCpu, {"none", "none"});
  spec.iterations = 20000;
  spec.warmup_rounds = 1;
  spec.rounds = 5;
  const BoutRecord record = run(spec);
  ASSERT_EQ(record.outcome, Outcome::Measured) << record.detail;
  for (const ProcessRecord& process : record.processes) {
    ASSERT_GE(process.slices.size(), 6U);
    for (std::size_t unit = 0; unit < process.slices.size(); ++unit) {
      EXPECT_EQ(process.slices[unit].phase, unit < 1 ? Phase::Warmup : Phase::Steady);
      EXPECT_EQ(process.slices[unit].kept, unit < 6);
    }
  }
}

TEST(LocalSharedCpu, RunsWholeCommandsAgainUntilTheLongerOneIsDone) {
  BoutSpec spec = fault_bout(Mode::SharedCpu, {"short", "long"});
  for (MemberSpec& member : spec.members) member.whole_command = true;
  spec.members[0].argv = {"/bin/true"};
  spec.members[1].argv = {"/bin/sh", "-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"};
  const BoutRecord record = run(spec);
  ASSERT_EQ(record.outcome, Outcome::Measured) << record.detail;
  EXPECT_THAT(record.processes[1].slices, SizeIs(6));
  ASSERT_GT(record.processes[0].slices.size(), 6U);
  for (std::size_t unit = 0; unit < record.processes[0].slices.size(); ++unit)
    EXPECT_EQ(record.processes[0].slices[unit].kept, unit < 6) << unit;
  EXPECT_GT(record.processes[1].slices[3].cpu_ns, 1'000'000);
  EXPECT_EQ(record.processes[0].exit_status, 0);
}

/// Places of the first side by the seeds 1 to 8.
std::vector<int> places_of_the_first(Mode mode) {
  std::vector<int> places;
  for (int seed = 1; seed <= 8; ++seed) {
    BoutSpec spec = fault_bout(mode, {"none", "none"});
    spec.seed = static_cast<std::uint64_t>(seed);
    spec.warmup_rounds = 0;
    spec.rounds = 1;
    places.push_back(run(spec).processes[0].start_position);
  }
  return places;
}

TEST(LocalRunner, DrawsWhoStartsFirstFromTheSeed) {
  for (const Mode mode : {Mode::Turns, Mode::Adjacent}) {
    const std::vector<int> places = places_of_the_first(mode);
    EXPECT_THAT(places, testing::Contains(0)) << name(mode);
    EXPECT_THAT(places, testing::Contains(1)) << name(mode);
    EXPECT_EQ(places_of_the_first(mode), places) << name(mode);
  }
}

TEST(LocalAdjacent, WarmsUpAndKeepsAsManyAsTheBoutSays) {
  BoutSpec spec = fault_bout(Mode::Adjacent, {"none", "none"});
  spec.warmup_rounds = 10;
  spec.rounds = 20;
  const BoutRecord record = run(spec);
  ASSERT_EQ(record.outcome, Outcome::Measured) << record.detail;
  for (const ProcessRecord& process : record.processes) {
    ASSERT_THAT(process.slices, SizeIs(30));
    EXPECT_EQ(process.slices[9].phase, Phase::Warmup);
    EXPECT_EQ(process.slices[10].phase, Phase::Steady);
    EXPECT_FALSE(process.slices[9].kept);
    EXPECT_TRUE(process.slices[10].kept);
  }
}

TEST(LocalAdjacent, TakesOneValueOfWhatIsLong) {
  BoutSpec spec = fault_bout(Mode::Adjacent, {"none"});
  spec.members[0].whole_command = true;
  spec.members[0].argv = {"/bin/sleep", "0.1"};
  spec.warmup_rounds = 1;
  spec.rounds = 1;
  const BoutRecord record = run(spec);
  ASSERT_EQ(record.outcome, Outcome::Measured) << record.detail;
  EXPECT_THAT(record.processes[0].slices, SizeIs(2));
}

TEST(LocalCalibrate, FindsIterationsForASliceOfAMillisecond) {
  BoutSpec spec = fault_bout(Mode::Calibrate, {"none", "threads"});
  spec.iterations = 0;
  const BoutRecord record = run(spec);
  ASSERT_EQ(record.outcome, Outcome::Measured) << record.detail;
  ASSERT_TRUE(record.calibration.has_value());
  EXPECT_GT(record.calibration->iterations, 100);
  EXPECT_THAT(record.calibration->iteration_seconds, SizeIs(2));
  EXPECT_THAT(record.calibration->turn_excess, SizeIs(2));
  EXPECT_TRUE(record.calibration->threads_or_children);
  EXPECT_EQ(record.iterations, record.calibration->iterations);
}

TEST(LocalRunner, StopsInTheMiddleWhenAsked) {
  std::atomic<bool> stop{true};
  const BoutRecord record = LocalRunner(worker_of_build()).run(fault_bout(Mode::Turns, {"none", "hang"}), stop);
  EXPECT_EQ(record.outcome, Outcome::Skipped);
  EXPECT_EQ(record.detail, "stopped before its end");
  EXPECT_THAT(left_of(record), IsEmpty());
}

char state_of(int pid) {
  std::string text;
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::getline(file, text);
  const auto name_end = text.rfind(')');
  return name_end == std::string::npos ? '\0' : text[name_end + 2];
}

/// -1 when there is none within half a minute.
int wait_for_stopped_descendant() {
  for (int look = 0; look < 30'000; ++look) {
    for (const int pid : descendants_of(getpid())) {
      if (state_of(pid) == 'T') return pid;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return -1;
}

TEST(LocalRunner, LeavesNothingWhenTheLeaderIsKilledWhileAMemberIsStopped) {
  BoutRecord record;
  std::thread bout([&] { record = run(fault_bout(Mode::Turns, {"threads", "hang", "children"})); });
  const int stopped = wait_for_stopped_descendant();
  const std::vector<int> leaders = children_of(getpid());
  for (const int leader : leaders) kill(leader, SIGKILL);
  bout.join();
  ASSERT_GT(stopped, 0) << record.detail;
  ASSERT_THAT(leaders, SizeIs(1));
  EXPECT_EQ(name(record.outcome), "killed");
  EXPECT_EQ(record.detail, "the leader ended by SIGKILL (Killed) before the end of the bout");
  EXPECT_EQ(kill(stopped, 0), -1);
  EXPECT_THAT(left_of(record), IsEmpty());
}

TEST(LocalRunner, LeavesNothingWhenTheDriverIsKilledWhileAMemberIsStopped) {
  const pid_t driver = fork();
  if (driver == 0) {
    run(fault_bout(Mode::Turns, {"threads", "hang"}));
    _exit(0);
  }
  const int stopped = wait_for_stopped_descendant();
  kill(driver, SIGKILL);
  ASSERT_GT(stopped, 0);
  siginfo_t ended{};
  waitid(P_PID, static_cast<id_t>(driver), &ended, WEXITED);
  // Orphans are given to us and end by themselves; between two of them there may be none for a moment.
  while (kill(stopped, 0) == 0 || !descendants_of(getpid()).empty()) {
    waitpid(-1, nullptr, WNOHANG);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

/// A leader of another kind: a script that writes its lines.
class FakeLeader {
 public:
  explicit FakeLeader(const std::string& script)
      : path_(fs::temp_directory_path() / ("assay-leader-" + std::to_string(getpid()))) {
    std::ofstream(path_) << "#!/bin/sh\n" << script << "\n";
    fs::permissions(path_, fs::perms::owner_all);
  }
  ~FakeLeader() { fs::remove(path_); }
  BoutRecord run() const { return LocalRunner(path_).run(fault_bout(Mode::Turns, {"none"}), go_on); }
  std::string path() const { return path_; }

 private:
  fs::path path_;
};

std::string hello() {
  return std::string("echo '{\"v\":1,\"type\":\"hello\",\"worker\":\"" ASSAY_VERSION " " ASSAY_COMMIT "\"}' >&3; ");
}

TEST(LocalLeader, OfAnotherVersionIsRefusedByName) {
  const FakeLeader leader("echo '{\"v\":1,\"type\":\"hello\",\"worker\":\"0.0.9 abc\"}' >&3; sleep 1000");
  const BoutRecord record = leader.run();
  EXPECT_EQ(record.outcome, Outcome::Unsupported);
  EXPECT_EQ(record.detail, leader.path() + ": is version 0.0.9 abc, and this is version " ASSAY_VERSION " " ASSAY_COMMIT
                                           "; build or install both together");
  EXPECT_EQ(record.processes[0].outcome, Outcome::Unsupported);
  EXPECT_THAT(left_of(record), IsEmpty());
}

TEST(LocalLeader, ThatIsMissingSaysWhere) {
  const BoutRecord record = LocalRunner("/no/such/worker").run(fault_bout(Mode::Turns, {"none"}), go_on);
  EXPECT_EQ(record.outcome, Outcome::Unsupported);
  EXPECT_EQ(record.detail, "/no/such/worker: no such file; check the path");
}

TEST(LocalLeader, ThatWritesNoLinesIsGarbled) {
  const BoutRecord record = FakeLeader("echo 'what?' >&3; sleep 1000").run();
  EXPECT_EQ(record.outcome, Outcome::Garbled);
  EXPECT_EQ(record.detail, "line of the leader: no JSON object: what?; driver and worker must be of one build");
}

TEST(LocalLeader, ThatFloodsIsEndedByTheLengthOfALine) {
  const BoutRecord record = FakeLeader("tr '\\0' x < /dev/zero >&3").run();
  EXPECT_EQ(record.outcome, Outcome::Garbled);
  EXPECT_EQ(record.detail, "the leader wrote a line of more than 67108864 bytes");
  EXPECT_THAT(left_of(record), IsEmpty());
}

TEST(LocalLeader, ThatEndsEarlySaysWhatItWrote) {
  const BoutRecord record = FakeLeader(hello() + "echo out of luck >&2; exit 4").run();
  EXPECT_EQ(record.outcome, Outcome::Crashed);
  EXPECT_EQ(record.detail, "the leader exited with status 4 before the end of the bout; it wrote: out of luck");
}

TEST(LocalLeader, ThatWritesHalfALineHasNoResult) {
  const BoutRecord record = FakeLeader(hello() + "printf '{\"v\":1,\"type\":\"bo' >&3").run();
  EXPECT_EQ(record.outcome, Outcome::NoResult);
  EXPECT_EQ(record.detail, "the leader exited with status 0 before the end of the bout");
}

TEST(EmulatedRunner, MarksEveryProcess) {
  EmulatedRunner runner(worker_of_build());
  const BoutRecord record = runner.run(fault_bout(Mode::Turns, {"none", "segfault"}), go_on);
  EXPECT_EQ(record.processes[0].facts.dump(), R"({"executed":"fault-member","emulated":true})");
  EXPECT_EQ(record.processes[1].facts.at("emulated"), true);
}

/// As when a CPU is unplugged: the kernel lets the leader run elsewhere. Each command lasts until that was done.
TEST(LocalRunner, SetsABoutAsideWhoseCpusAreChanged) {
  cpu_set_t allowed;
  ASSERT_EQ(sched_getaffinity(0, sizeof allowed, &allowed), 0);
  if (CPU_COUNT(&allowed) < 2) GTEST_SKIP() << "needs two CPUs";
  const fs::path file = fs::temp_directory_path() / ("assay-moved-" + std::to_string(getpid()));
  BoutSpec spec = fault_bout(Mode::Adjacent, {"waiting"});
  spec.cpus = {};
  spec.iterations = 1;
  spec.members[0].whole_command = true;
  spec.members[0].argv = {"/bin/sh", "-c", "while [ ! -e " + file.string() + " ]; do sleep 0.01; done"};
  std::thread mover([&] {
    std::vector<int> leaders, members;
    while (members.empty()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      leaders = children_of(getpid());
      if (!leaders.empty()) members = children_of(leaders.front());
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    for (int cpu = 0; CPU_COUNT(&one) == 0; ++cpu)
      if (CPU_ISSET(cpu, &allowed)) CPU_SET(cpu, &one);
    EXPECT_EQ(sched_setaffinity(leaders.front(), sizeof one, &one), 0);
    std::ofstream(file) << "moved";
  });
  const BoutRecord record = run(spec);
  mover.join();
  fs::remove(file);
  EXPECT_EQ(record.outcome, Outcome::Skipped);
  EXPECT_EQ(record.processes[0].outcome, Outcome::Skipped);
  EXPECT_EQ(record.processes[0].detail, "the CPUs that the bout may use were changed while it ran");
  EXPECT_EQ(record.detail, "cell cell-waiting: the CPUs that the bout may use were changed while it ran");
}

}  // namespace
}  // namespace assay

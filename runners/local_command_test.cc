#include <gmock/gmock.h>
#include <sched.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "runners/fault_bout.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// Shell commands, each a side; one unit to warm up and one that counts.
BoutSpec commands(Mode mode, const std::vector<std::string>& scripts) {
  BoutSpec spec = fault_bout(mode, scripts);
  spec.warmup_rounds = 1;
  spec.rounds = 1;
  spec.iterations = mode == Mode::Calibrate ? 0 : 1;
  for (std::size_t side = 0; side < scripts.size(); ++side) {
    spec.members[side].whole_command = true;
    spec.members[side].argv = {"/bin/sh", "-c", scripts[side]};
    spec.members[side].environment["PATH"] = "/usr/bin:/bin";
  }
  return spec;
}

const std::string counts_up = "i=0; while [ $i -lt 40000 ]; do i=$((i+1)); done";

std::vector<int> all_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof set, &set);
  std::vector<int> cpus;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(cpu, &set)) cpus.push_back(cpu);
  return cpus;
}

std::string left(int count, const std::string& where) {
  return "left " + std::to_string(count) + " process" + (count > 1 ? "es" : "") + " running when it had ended " +
         where + ", killed: it would be timed without their work; let the command wait for them (in a shell, `wait`)";
}

TEST(Command, ThatGoesOnInTheBackgroundHasNoTime) {
  for (const Mode mode : {Mode::Calibrate, Mode::SharedCpu, Mode::Adjacent}) {
    const BoutRecord record = run(commands(mode, {"sleep 1000 & sleep 1000 &"}));
    EXPECT_EQ(name(record.processes[0].outcome), "wrong-result") << name(mode);
    EXPECT_EQ(record.processes[0].detail, left(2, "in turn 1")) << name(mode);
    EXPECT_THAT(record.processes[0].slices, IsEmpty());
    EXPECT_THAT(left_of(record), IsEmpty());
  }
}

TEST(Command, ThatLeavesADaemonHasNoTime) {
  const BoutRecord record = run(commands(Mode::Adjacent, {"setsid sleep 1000 &"}));
  EXPECT_EQ(record.processes[0].detail, left(1, "in turn 1"));
  EXPECT_THAT(left_of(record), IsEmpty());
}

TEST(Command, LastsUntilWhatItStartedHasEnded) {
  const BoutRecord record = run(commands(Mode::Adjacent, {"sleep 0.05 &"}));
  ASSERT_EQ(name(record.outcome), "measured") << record.detail;
  ASSERT_THAT(record.processes[0].slices, SizeIs(2));
  for (const Slice& slice : record.processes[0].slices) EXPECT_GE(slice.wall_ns, 50'000'000);
}

TEST(Command, IsChargedForTheTimeOfTheKernel) {
  const BoutRecord record = run(commands(Mode::Adjacent, {"dd if=/dev/zero of=/dev/null bs=1M count=500"}));
  ASSERT_EQ(name(record.outcome), "measured") << record.detail;
  const ProcessRecord& process = record.processes[0];
  double seconds = 0;
  for (const Slice& slice : process.slices) seconds += 1e-9 * static_cast<double>(slice.cpu_ns);
  EXPECT_GT(process.system_seconds, 1e-3);
  EXPECT_NEAR(seconds, process.user_seconds + process.system_seconds, 1e-4);
}

/// The limit is of all its executions together: each of these takes less.
TEST(Command, UsesUpItsTimeInAllItsTurns) {
  BoutSpec spec = commands(Mode::SharedCpu, {"sleep 0.6"});
  spec.limits.seconds = 1;
  const BoutRecord record = run(spec);
  EXPECT_EQ(name(record.outcome), "timed-out");
  EXPECT_EQ(record.processes[0].detail, "took longer than 1 s and was killed in turn 2");
}

TEST(Command, IsChargedForTheCpuTimeOfWhatOutlivesIt) {
  const BoutRecord record = run(commands(Mode::Adjacent, {"(i=0; while [ $i -lt 5000 ]; do i=$((i+1)); done) &"}));
  ASSERT_EQ(name(record.outcome), "measured") << record.detail;
  for (const Slice& slice : record.processes[0].slices) EXPECT_GT(slice.cpu_ns, 2'000'000);
}

/// The second side ends hundreds of times while the orphan of the first is at work, and ends none of it.
TEST(Command, OnASharedCpuEndsNothingOfTheOther) {
  const fs::path file = fs::temp_directory_path() / ("assay-orphan-" + std::to_string(getpid()));
  const std::string orphan =
      "rm -f F; (sh -c 'sleep 0.6; touch F' &); for i in $(seq 100); do sleep 0.1; test -e F "
      "&& exit; done; exit 1";
  std::string script = orphan;
  for (std::size_t at = 0; (at = script.find('F', at)) != std::string::npos; at += file.string().size())
    script.replace(at, 1, file.string());
  const BoutRecord record = run(commands(Mode::SharedCpu, {script, "true"}));
  fs::remove(file);
  EXPECT_EQ(record.processes[0].detail, "");
  EXPECT_EQ(record.processes[1].detail, "");
  EXPECT_EQ(name(record.outcome), "measured");
  EXPECT_THAT(left_of(record), IsEmpty());
}

/// It reads the reference kernel for them: on another CPU it would see another neighbour.
TEST(Command, IsReadBesideOnItsOwnCpu) {
  for (const Mode mode : {Mode::Calibrate, Mode::SharedCpu, Mode::Adjacent}) {
    BoutSpec spec = commands(mode, {"grep Cpus_allowed_list: /proc/$PPID/status >&2; exit 3"});
    spec.cpus = {static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN)) - 1};
    const BoutRecord record = run(spec);
    EXPECT_EQ(record.processes[0].stderr_tail, "Cpus_allowed_list:\t" + std::to_string(spec.cpus[0]) + "\n");
  }
}

TEST(CommandCalibration, SeesProcessesThatRunAtOnce) {
  BoutSpec spec = commands(Mode::Calibrate, {"(" + counts_up + ") & " + counts_up + "; wait", counts_up, "sleep 1"});
  const BoutRecord record = run(spec);
  ASSERT_EQ(name(record.outcome), "measured") << record.detail;
  ASSERT_TRUE(record.calibration);
  EXPECT_TRUE(record.calibration->threads_or_children);
  ASSERT_THAT(record.calibration->at_once, SizeIs(3));
  EXPECT_GT(record.calibration->at_once[0], 0.5);
  EXPECT_EQ(record.calibration->at_once[1], 0);
  EXPECT_LT(record.calibration->at_once[2], 0.1);
  ASSERT_THAT(record.calibration->runnable, SizeIs(3));
  EXPECT_GT(record.calibration->runnable[1], 0.9);
  EXPECT_LT(record.calibration->runnable[2], 0.5);
}

/// One process after the other, though the shell and its child are both runnable for a moment.
TEST(CommandCalibration, TakesOneProcessAfterTheOtherForOne) {
  const BoutRecord record = run(commands(Mode::Calibrate, {"for j in 1 2 3 4; do sh -c '" + counts_up + "'; done"}));
  ASSERT_TRUE(record.calibration) << record.detail;
  EXPECT_LT(record.calibration->at_once[0], 0.1);
  EXPECT_FALSE(record.calibration->threads_or_children);
}

/// The CPUs of each execution of the last side, as it saw them itself.
std::vector<std::string> cpus_of_last(const std::vector<std::string>& others) {
  const fs::path file = fs::temp_directory_path() / ("assay-cpus-" + std::to_string(getpid()));
  std::vector<std::string> scripts = others;
  scripts.push_back("sleep 0.2; grep Cpus_allowed_list: /proc/self/status >> " + file.string());
  BoutSpec spec = commands(Mode::Calibrate, scripts);
  spec.allowed = all_cpus();
  spec.cpus = {spec.allowed.front()};
  EXPECT_EQ(name(run(spec).outcome), "measured");
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  fs::remove(file);
  return lines;
}

TEST(CommandCalibration, TimesAllSidesOnAllCpusWhereOneUsesSeveralAtOnce) {
  std::string all;
  std::ifstream status("/proc/self/status");
  while (std::getline(status, all) && all.find("Cpus_allowed_list:") != 0) continue;
  const std::string one = "Cpus_allowed_list:\t" + std::to_string(all_cpus().front());
  EXPECT_THAT(cpus_of_last({"(" + counts_up + ") & " + counts_up + "; wait"}), ElementsAre(all, all));
  EXPECT_THAT(cpus_of_last({counts_up}), ElementsAre(all, one));
}

}  // namespace
}  // namespace assay

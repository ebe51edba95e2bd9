#include <gmock/gmock.h>
#include <sched.h>
#include <unistd.h>

#include <filesystem>

#include "runners/fault_bout.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
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

TEST(Command, IsChargedForTheCpuTimeOfWhatOutlivesIt) {
  const BoutRecord record = run(commands(Mode::Adjacent, {"(i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done) &"}));
  ASSERT_EQ(name(record.outcome), "measured") << record.detail;
  for (const Slice& slice : record.processes[0].slices) EXPECT_GT(slice.cpu_ns, 3'000'000);
}

/// The second side ends hundreds of times while the orphan of the first is at work, and ends none of it.
TEST(Command, OnASharedCpuEndsNothingOfTheOther) {
  const fs::path file = fs::temp_directory_path() / ("assay-orphan-" + std::to_string(getpid()));
  const std::string orphan =
      "rm -f F; (sh -c 'sleep 0.1; touch F' &); for i in $(seq 100); do sleep 0.1; test -e F "
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

}  // namespace
}  // namespace assay

#include <gmock/gmock.h>

#include "runners/fault_bout.h"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Fault {
  std::string name;
  Outcome outcome;
  std::string detail;
  double limit = 20;
};

void PrintTo(const Fault& fault, std::ostream* out) {
  *out << fault.name;
}

class LocalFault : public testing::TestWithParam<Fault> {};

TEST_P(LocalFault, IsAnOutcomeOfItsMemberAndOfTheBout) {
  const Fault& fault = GetParam();
  BoutSpec spec = fault_bout(Mode::Turns, {"none", fault.name});
  spec.limits.seconds = fault.limit;
  const BoutRecord record = run(spec);
  ASSERT_THAT(record.processes, SizeIs(2));
  EXPECT_EQ(name(record.processes[1].outcome), name(fault.outcome));
  EXPECT_EQ(record.processes[1].detail, fault.detail);
  EXPECT_EQ(name(record.outcome), name(fault.outcome));
  EXPECT_EQ(record.detail, fault.outcome == Outcome::Measured ? "" : "cell cell-" + fault.name + ": " + fault.detail);
  EXPECT_THAT(left_of(record), IsEmpty());
}

TEST_P(LocalFault, LeavesTheOtherSideMeasuredToTheEnd) {
  BoutSpec spec = fault_bout(Mode::Turns, {"none", GetParam().name});
  spec.limits.seconds = GetParam().limit;
  const BoutRecord record = run(spec);
  ASSERT_THAT(record.processes, SizeIs(2));
  EXPECT_EQ(name(record.processes[0].outcome), "measured") << record.processes[0].detail;
  EXPECT_THAT(record.processes[0].slices, SizeIs(6));
  EXPECT_EQ(record.processes[0].result.dump(), R"({"residual":0})");
}

const std::vector<Fault> faults = {
    {"start-segfault", Outcome::Crashed, "ended by SIGSEGV (Segmentation fault) before it was ready"},
    {"start-exit-0", Outcome::NoResult, "exited without a result before it was ready"},
    {"start-exit-3", Outcome::Crashed,
     "exited with status 3 before it was ready; its last words: no module named numpyy"},
    {"start-hang", Outcome::TimedOut, "took longer than 0.3 s and was killed before it was ready", 0.3},
    {"start-unsupported", Outcome::Unsupported, "it has no dgesdd"},
    {"start-boast", Outcome::Garbled, "sent a failure without an outcome before it was ready"},
    {"start-no-json", Outcome::Garbled, "sent facts that are no JSON object before it was ready"},
    {"start-version", Outcome::Garbled, "speaks version 99 of the protocol, and this is version 1 before it was ready"},
    {"start-order", Outcome::Garbled, "sent RESULT where none was due before it was ready"},
    {"start-deep", Outcome::Measured, ""},
    {"segfault", Outcome::Crashed, "ended by SIGSEGV (Segmentation fault) in turn 3"},
    {"abort", Outcome::Crashed, "ended by SIGABRT (Aborted) in turn 3; its last words: free(): invalid pointer"},
    {"exit-0", Outcome::NoResult, "exited without a result in turn 3"},
    {"kill", Outcome::Killed, "ended by SIGKILL (Killed) in turn 3"},
    {"hang", Outcome::TimedOut, "took longer than 0.3 s and was killed in turn 3", 0.3},
    {"stop", Outcome::TimedOut, "took longer than 0.3 s and was killed in turn 3", 0.3},
    {"garbage", Outcome::Garbled, "sent 21 bytes that are no message in turn 3"},
    {"empty", Outcome::Garbled, "sent 1 bytes that are no message in turn 3"},
    {"half", Outcome::Garbled, "sent a slice of 36 bytes instead of 72 in turn 3"},
    {"large", Outcome::Garbled, "sent a message of 98312 bytes, and the most is 98304 in turn 3"},
    {"flood", Outcome::Garbled, "sent SLICE where none was due after turn 3"},
    {"flood-stderr", Outcome::TimedOut, "took longer than 0.3 s and was killed in turn 3", 0.3},
    {"chatty", Outcome::Measured, ""},
    {"close", Outcome::TimedOut, "closed its socket and went on in turn 3"},
    {"iterations", Outcome::Garbled, "sent slice 0 of 50 iterations instead of slice 0 of 100 in turn 3"},
    {"impossible", Outcome::Garbled, "sent a slice with impossible times in turn 3"},
    {"children", Outcome::Measured, "left 2 processes behind, killed"},
    {"threads", Outcome::Measured, ""},
    {"end-exit-0", Outcome::NoResult, "exited without a result after it was asked to finish"},
    {"end-hang", Outcome::TimedOut, "took longer than 0.3 s and was killed after it was asked to finish", 0.3},
    {"end-segfault", Outcome::Crashed, "ended by SIGSEGV (Segmentation fault) after it was asked to finish"},
    {"end-wrong-result", Outcome::WrongResult, "the residual is 3.5, and at most 1 is right"},
};

INSTANTIATE_TEST_SUITE_P(All, LocalFault, testing::ValuesIn(faults), [](const auto& fault) {
  std::string name = fault.param.name;
  std::ranges::replace(name, '-', '_');
  return name;
});

TEST(LocalFault, KeepsTheLastFourKilobytesOfAFlood) {
  const BoutRecord record = run(fault_bout(Mode::Turns, {"chatty", "none"}));
  EXPECT_EQ(record.processes[0].stderr_tail.size(), 4096U);
  EXPECT_THAT(record.processes[0].stderr_tail, HasSubstr("xxx\n"));
}

TEST(LocalFault, OfACommandThatCannotStartNamesIt) {
  BoutSpec spec = fault_bout(Mode::Turns, {"none"});
  spec.members[0].argv = {"/no/such/python3"};
  const BoutRecord record = run(spec);
  EXPECT_EQ(record.outcome, Outcome::Unsupported);
  EXPECT_EQ(record.detail, "cell cell-none: /no/such/python3: no such file; check the path");
}

TEST(LocalFault, OfACpuThatIsNotThereNamesIt) {
  BoutSpec spec = fault_bout(Mode::Turns, {"none"});
  spec.cpus = {1000};
  const BoutRecord record = run(spec);
  EXPECT_EQ(record.outcome, Outcome::Unsupported);
  EXPECT_EQ(record.detail,
            "leader: cannot be pinned to CPU 1000: Invalid argument; `taskset -p $$` shows the CPUs there are");
}

TEST(LocalFault, OfEverySideAtOnceEndsTheBout) {
  for (const Mode mode : {Mode::Calibrate, Mode::Turns, Mode::SharedCpu, Mode::Adjacent}) {
    const BoutRecord record = run(fault_bout(mode, {"segfault", "exit-0", "kill"}));
    EXPECT_EQ(record.outcome, Outcome::Crashed) << name(mode);
    EXPECT_EQ(record.processes[1].outcome, Outcome::NoResult) << name(mode) << record.processes[1].detail;
    EXPECT_EQ(record.processes[2].outcome, Outcome::Killed) << name(mode) << record.processes[2].detail;
    EXPECT_THAT(left_of(record), IsEmpty()) << name(mode);
  }
}

TEST(LocalFault, OfMemoryBeyondTheLimitIsOfTheMemberAlone) {
  BoutSpec spec = fault_bout(Mode::Turns, {"none"});
  spec.members[0].whole_command = true;
  spec.members[0].argv = {"/bin/sh", "-c", "head -c 400000000 /dev/zero | tail -n 1 > /dev/null && true || exit 5"};
  spec.limits.memory_bytes = 200'000'000;
  spec.members[0].environment = {{"PATH", "/usr/bin:/bin"}};
  const BoutRecord record = run(spec);
  EXPECT_EQ(record.outcome, Outcome::Crashed);
  EXPECT_THAT(record.detail, HasSubstr("exited with status 5"));
}

}  // namespace
}  // namespace assay

#include <gmock/gmock.h>
#include <unistd.h>

#include "runners/fault_bout.h"

namespace assay {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

int last_cpu() {
  return static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN)) - 1;
}

/// Two ordinary members; the second asks for a load. To a leader any CPU is as good as a sibling.
BoutSpec with_load(Mode mode, int cpu) {
  BoutSpec spec = fault_bout(mode, {"none", "none"});
  spec.members[1].cell = "busy";
  spec.members[1].busy_cpu = cpu;
  return spec;
}

/// Whole commands that end when they have seen the load, which the leader starts as /proc/self/exe, as it should be.
std::string ends_when(const std::string& condition) {
  return "load=$(grep -l \"^PPid:.$PPID$\" $(grep -l '^Name:.exe$' /proc/[0-9]*/status 2>/dev/null)); " + condition;
}

BoutSpec lookers(Mode mode, const std::string& first, const std::string& second) {
  BoutSpec spec = with_load(mode, last_cpu());
  spec.warmup_rounds = 1;
  spec.rounds = 2;
  spec.iterations = 1;
  spec.members[0].argv = {"/bin/sh", "-c", ends_when(first)};
  spec.members[1].argv = {"/bin/sh", "-c", ends_when(second)};
  for (MemberSpec& member : spec.members) {
    member.whole_command = true;
    member.environment["PATH"] = "/usr/bin:/bin";
  }
  return spec;
}

const std::string sees_it_work = "until grep -q '^State:.R' $load; do :; done";
const std::string sees_it_rest = "[ -z \"$load\" ] || until grep -q '^State:.S' $load; do :; done";

TEST(SiblingOfAMember, WorksInItsTurnsAndRestsInTheOthers) {
  for (const Mode mode : {Mode::Turns, Mode::Adjacent}) {
    const BoutRecord record = run(lookers(mode, sees_it_rest, sees_it_work));
    EXPECT_EQ(name(record.outcome), "measured") << name(mode) << record.detail;
  }
  BoutSpec all = lookers(Mode::SharedCpu, sees_it_work, sees_it_work);
  all.members[0].busy_cpu = all.members[1].busy_cpu;
  const BoutRecord record = run(all);
  EXPECT_EQ(name(record.outcome), "measured") << record.detail;
}

TEST(SiblingOfAMember, IsNoStrayInAnyMode) {
  for (const Mode mode : {Mode::Calibrate, Mode::Turns, Mode::Adjacent}) {
    const BoutRecord record = run(with_load(mode, last_cpu()));
    EXPECT_EQ(name(record.outcome), "measured") << name(mode) << record.detail;
    ASSERT_THAT(record.processes, SizeIs(2));
    EXPECT_EQ(record.processes[1].detail, "");  // nothing of ours is taken for a stray of the member
    EXPECT_THAT(left_of(record), IsEmpty());
    EXPECT_EQ(record.calibration && record.calibration->threads_or_children, mode == Mode::Calibrate);
  }
}

TEST(SiblingOfAMember, ThatSharesACpuIsBusyForAllOrForNone) {
  BoutSpec spec = with_load(Mode::SharedCpu, last_cpu());
  const BoutRecord refused = run(spec);
  EXPECT_NE(name(refused.outcome), "measured");
  EXPECT_NE(refused.detail.find("sides with an idle and with a busy sibling cannot share a CPU"), std::string::npos)
      << refused.detail;
  spec.members[0].busy_cpu = spec.members[1].busy_cpu;
  const BoutRecord record = run(spec);
  EXPECT_EQ(name(record.outcome), "measured") << record.detail;
  EXPECT_THAT(left_of(record), IsEmpty());
}

TEST(SiblingOfAMember, ThatCannotBeLoadedLeavesItUnmeasured) {
  const BoutRecord record = run(with_load(Mode::Turns, 1000));
  ASSERT_THAT(record.processes, SizeIs(2));
  EXPECT_EQ(name(record.processes[0].outcome), "measured");
  EXPECT_EQ(name(record.processes[1].outcome), "skipped");
  EXPECT_EQ(record.processes[1].detail.find("no load could be started on CPU 1000: "), 0U)
      << record.processes[1].detail;
  EXPECT_THAT(left_of(record), IsEmpty());
}

}  // namespace
}  // namespace assay

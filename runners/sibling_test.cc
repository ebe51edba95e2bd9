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

TEST(SiblingOfAMember, IsKeptBusyInEveryMode) {
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

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>

#include "runners/fault_bout.h"
#include "runners/local.h"

namespace assay {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

const std::atomic<bool> go_on{false};

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
    const BoutRecord record = LocalRunner(worker_of_build()).run(with_load(mode, last_cpu()), go_on);
    EXPECT_EQ(name(record.outcome), "measured") << name(mode) << record.detail;
    ASSERT_THAT(record.processes, SizeIs(2));
    EXPECT_EQ(record.processes[1].detail, "");  // nothing of ours is taken for a stray of the member
    EXPECT_THAT(left_of(record), IsEmpty());
    EXPECT_EQ(record.calibration && record.calibration->threads_or_children, mode == Mode::Calibrate);
  }
}

TEST(SiblingOfAMember, ThatSharesACpuIsBusyForAllOrForNone) {
  BoutSpec spec = with_load(Mode::SharedCpu, last_cpu());
  const BoutRecord refused = LocalRunner(worker_of_build()).run(spec, go_on);
  EXPECT_NE(name(refused.outcome), "measured");
  EXPECT_NE(refused.detail.find("sides with an idle and with a busy sibling cannot share a CPU"), std::string::npos)
      << refused.detail;
  spec.members[0].busy_cpu = spec.members[1].busy_cpu;
  const BoutRecord record = LocalRunner(worker_of_build()).run(spec, go_on);
  EXPECT_EQ(name(record.outcome), "measured") << record.detail;
  EXPECT_THAT(left_of(record), IsEmpty());
}

TEST(SiblingOfAMember, ThatCannotBeLoadedLeavesItUnmeasured) {
  const BoutRecord record = LocalRunner(worker_of_build()).run(with_load(Mode::Turns, 1000), go_on);
  ASSERT_THAT(record.processes, SizeIs(2));
  EXPECT_EQ(name(record.processes[0].outcome), "measured");
  EXPECT_EQ(name(record.processes[1].outcome), "skipped");
  EXPECT_EQ(record.processes[1].detail.find("no load could be started on CPU 1000: "), 0U)
      << record.processes[1].detail;
  EXPECT_THAT(left_of(record), IsEmpty());
}

}  // namespace
}  // namespace assay

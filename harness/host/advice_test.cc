#include "harness/host/advice.h"

#include <gmock/gmock.h>

namespace assay {
namespace {

std::vector<std::string> lines(const std::string& tree) {
  std::vector<std::string> all;
  for (const Advice& advice : advise(read_host("harness/host/testdata/" + tree))) {
    all.push_back(advice.what + ": " + advice.why + " -> " + advice.command);
  }
  return all;
}

TEST(Advice, NamesEveryKnobOfAnUntunedServer) {
  EXPECT_THAT(
      lines("xeon"),
      testing::ElementsAre(
          "load 3.10 on 4 CPUs: other processes take the cores and caches that are measured -> ps -eo pcpu,pid,args "
          "--sort=-pcpu | head",
          "governor powersave: the clock follows the load, and a slice's speed what ran before it -> "
          "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor",
          "turbo is on: the clock depends on temperature and on how many cores are busy -> "
          "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo",
          "SMT is on: a busy sibling hyper-thread slows a core by 15-90 % -> echo off | sudo tee "
          "/sys/devices/system/cpu/smt/control",
          "cgroup quota of 2.5 CPUs, 4 allowed: whoever uses more is stopped for tens of milliseconds at a time -> "
          "sudo systemctl set-property --runtime UNIT CPUQuota=",
          "ASLR is off: every process gets one and the same layout, and its luck looks like an effect -> "
          "sudo sysctl kernel.randomize_va_space=2",
          "transparent huge pages: always: which arrays get huge pages differs from process to process -> "
          "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled",
          "clock source hpet: reading the clock takes a microsecond instead of 20 ns -> "
          "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource"));
}

TEST(Advice, TakesTheKnobThatTheMachineHas) {
  EXPECT_THAT(lines("zen"),
              testing::ElementsAre("turbo is on: the clock depends on temperature and on how many cores are busy -> "
                                   "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost"));
}

TEST(Advice, HasNoCommandForWhatTheGuestCannotChange) {
  EXPECT_THAT(lines("firecracker"),
              testing::ElementsAre(
                  "virtual machine: a hypervisor that hides its name (no DMI): neighbours on the same host come and go "
                  "unseen; ratios are sound, absolute times are not -> "));
}

TEST(Advice, IsSilentAboutWhatIsNotKnown) {
  EXPECT_THAT(lines("no-such-tree"), testing::IsEmpty());
  EXPECT_THAT(lines("graviton3"), testing::IsEmpty());
  EXPECT_THAT(lines("hostile"), testing::IsEmpty());
}

TEST(Advice, TellsOfNeighboursOnceWhereAGuestSeesItsHyperThreads) {
  HostFacts facts;
  facts.hypervisor = "kvm";
  facts.smt_active = "1";
  ASSERT_EQ(advise(facts).size(), 1u);
  EXPECT_EQ(advise(facts)[0].what, "hyper-threads share cores");
  EXPECT_EQ(advise(facts)[0].command, "");
}

TEST(Advice, SaysWhyCountersAreRefused) {
  HostFacts facts;
  facts.pmus = {"cpu"};
  facts.counters = "Permission denied";
  ASSERT_EQ(advise(facts).size(), 1u);
  EXPECT_EQ(advise(facts)[0].what, "counters refused: Permission denied");
  facts.pmus.clear();  // a machine without a PMU has nothing to allow
  EXPECT_TRUE(advise(facts).empty());
}

}  // namespace
}  // namespace assay

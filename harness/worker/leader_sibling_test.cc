#include "harness/worker/leader_sibling.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "harness/core/paths.h"

namespace assay {
namespace {

int a_cpu() {
  cpu_set_t set;
  sched_getaffinity(0, sizeof set, &set);
  int last = 0;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(cpu, &set)) last = cpu;
  return last;
}

/// Field `number` (from 1) of /proc/PID/stat behind the name, which may hold blanks: 3 is the state, 14 the user time.
std::string stat_field(int pid, int number) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::istringstream rest(text.substr(std::min(text.size(), text.rfind(')') + 1)));
  std::string field;
  for (int at = 2; at < number; ++at) rest >> field;
  return field;
}

/// Whether the field becomes `value` (or, where that is empty, changes) within ten seconds.
bool becomes(int pid, int number, const std::string& value) {
  const std::string before = stat_field(pid, number);
  for (int tries = 0; tries < 1000; ++tries) {
    const std::string now = stat_field(pid, number);
    if (value.empty() ? now != before : now == value) return true;
    usleep(10000);
  }
  return false;
}

TEST(SiblingLoad, WorksWhileItIsToldToAndSleepsOtherwise) {
  SiblingLoad load(a_cpu(), installation().worker);
  EXPECT_EQ(load.cpu(), a_cpu());
  EXPECT_EQ(load.rest(), "");
  EXPECT_TRUE(becomes(load.pid(), 3, "S"));
  EXPECT_EQ(load.work(), "");
  EXPECT_TRUE(becomes(load.pid(), 14, ""));  // its CPU time grows
  EXPECT_EQ(load.work(), "");                // twice does no harm
  EXPECT_EQ(load.rest(), "");
  EXPECT_TRUE(becomes(load.pid(), 3, "S"));
  const std::string spent = stat_field(load.pid(), 14);
  usleep(50000);
  EXPECT_EQ(stat_field(load.pid(), 14), spent);
}

TEST(SiblingLoad, IsPinned) {
  SiblingLoad load(a_cpu(), installation().worker);
  ASSERT_EQ(load.work(), "");
  cpu_set_t set;
  ASSERT_EQ(sched_getaffinity(load.pid(), sizeof set, &set), 0);
  EXPECT_EQ(CPU_COUNT(&set), 1);
  EXPECT_TRUE(CPU_ISSET(a_cpu(), &set));
}

TEST(SiblingLoad, EndsWithItsObject) {
  int pid = 0;
  {
    SiblingLoad load(a_cpu(), installation().worker);
    ASSERT_EQ(load.work(), "");
    pid = load.pid();
  }
  EXPECT_EQ(kill(pid, 0), -1);
}

TEST(SiblingLoad, SaysThatItHasEnded) {
  SiblingLoad load(a_cpu(), installation().worker);
  ASSERT_EQ(load.work(), "");
  kill(load.pid(), SIGKILL);
  EXPECT_TRUE(becomes(load.pid(), 3, "Z"));
  EXPECT_EQ(load.rest(), "the load on CPU " + std::to_string(a_cpu()) + " has ended, or does not answer");
}

TEST(SiblingLoad, SaysThatItCannotStart) {
  SiblingLoad load(a_cpu(), "/no/such/worker");
  EXPECT_EQ(load.work().find("no load could be started on CPU " + std::to_string(a_cpu()) + ": "), 0U);
}

}  // namespace
}  // namespace assay

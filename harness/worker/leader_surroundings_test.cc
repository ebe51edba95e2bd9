#include "harness/worker/leader_surroundings.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace assay {
namespace {

/// A bout on CPU 2 of four, two seconds long, in which nothing happens.
struct Bout {
  Surroundings before{1000, 1500, 1.7e9, {2}, "0-3"};
  Surroundings now{1002, 1502, 1.7e9 + 2, {2}, "0-3"};

  std::string disruption() const { return assay::disruption(before, now, {2}); }
  std::string clock_step() const { return assay::clock_step(before, now); }
};

TEST(Surroundings, AQuietBoutIsWhole) {
  EXPECT_EQ(Bout().disruption(), "");
  EXPECT_EQ(Bout().clock_step(), "");
}

TEST(Surroundings, ASuspensionSpoilsTheBout) {
  Bout bout;
  bout.now.boottime += 40;
  bout.now.utc += 40;
  EXPECT_EQ(bout.disruption(), "the machine was suspended for 40.0 s during the bout");
  EXPECT_EQ(bout.clock_step(), "");                 // the time of day is right
  bout.now.boottime = bout.before.boottime + 2.05;  // the clocks were read apart, on a busy machine
  EXPECT_EQ(bout.disruption(), "");
}

TEST(Surroundings, ACpuThatWentAwaySpoilsTheBout) {
  Bout bout;
  bout.now.online = "0-1,3";
  EXPECT_EQ(bout.disruption(), "CPU 2 was taken away during the bout: 0-1,3 are online");
  bout.now.online = "0,2-12";  // others are none of its business
  EXPECT_EQ(bout.disruption(), "");
  bout.now.online = "0-1,22";
  EXPECT_EQ(bout.disruption(), "CPU 2 was taken away during the bout: 0-1,22 are online");
  bout.now.online = "";
  EXPECT_EQ(bout.disruption(), "");
}

TEST(Surroundings, AnotherAffinitySpoilsTheBout) {
  Bout bout;
  bout.now.affinity = {0, 1, 2, 3};
  EXPECT_EQ(bout.disruption(), "the CPUs that the bout may use were changed while it ran");
}

TEST(Surroundings, AStepOfTheClockIsRemembered) {
  Bout bout;
  bout.now.utc -= 3600;
  EXPECT_EQ(bout.clock_step(), "the time of day was set back by 3600.0 s during the bout");
  EXPECT_EQ(bout.disruption(), "");
  bout.now.utc += 7200.25;
  EXPECT_EQ(bout.clock_step(), "the time of day was set forward by 3600.2 s during the bout");
  bout.now.utc = bout.before.utc + 2.3;
  EXPECT_EQ(bout.clock_step(), "");
}

TEST(Surroundings, AreThoseOfThisProcess) {
  const std::string file = std::filesystem::temp_directory_path() / ("assay-online-" + std::to_string(getpid()));
  std::ofstream(file) << "0-7\n";
  const Surroundings now = look_around(file);
  std::filesystem::remove(file);
  EXPECT_EQ(now.online, "0-7");
  EXPECT_EQ(look_around(file).online, "");
  cpu_set_t set;
  ASSERT_EQ(sched_getaffinity(0, sizeof set, &set), 0);
  EXPECT_EQ(now.affinity.size(), static_cast<std::size_t>(CPU_COUNT(&set)));
  EXPECT_GT(now.utc, 1.6e9);
  EXPECT_GE(now.boottime, now.monotonic);
}

}  // namespace
}  // namespace assay

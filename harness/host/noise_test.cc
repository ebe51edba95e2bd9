#include "harness/host/noise.h"

#include <gtest/gtest.h>
#include <sched.h>

#include "harness/host/usable_cpus.h"

namespace assay {
namespace {

TEST(Noise, BaseIsTheSecondPercentile) {
  std::vector<std::int64_t> readings;
  for (int i = 100; i >= 1; --i) readings.push_back(1000 + i);
  EXPECT_EQ(noise_base(readings), 1002);
  EXPECT_EQ(noise_base({}), 0);
  EXPECT_EQ(noise_base({4000}), 4000);
}

TEST(Noise, SharesFollowTheLimits) {
  const NoiseShares shares = judge_noise({4000, 4040, 4041, 4600, 4601, 7000, 4000, 4000}, 4000);
  EXPECT_DOUBLE_EQ(shares.undisturbed, 4.0 / 8);  // up to 1 % above the base
  EXPECT_DOUBLE_EQ(shares.disturbed, 2.0 / 8);    // more than 15 % above
  EXPECT_EQ(shares.readings, 8u);
  EXPECT_EQ(judge_noise({}, 4000).undisturbed, 0);
}

TEST(Noise, LooksAtEveryCpuAndHoldsThemAgainstOneBase) {
  const std::vector<int> before = allowed_cpus();
  std::int64_t next = 0;
  const NoiseState state = look_at_noise({0}, 0, [&] { return 4000 + next++; });
  ASSERT_EQ(state.cpus.size(), 1u);
  EXPECT_EQ(state.cpus[0].cpu, 0);
  EXPECT_EQ(state.all.base_ns, 4000);
  EXPECT_EQ(state.all.readings, 1u);
  EXPECT_EQ(allowed_cpus(), before);  // the process may go on where it could
  EXPECT_TRUE(look_at_noise({}, 1, [] { return 1; }).cpus.empty());
}

/// The first CPU of ours looks as if it were alone; the second, which is faster, tells that it is not.
TEST(Noise, BaseIsThatOfTheFastestCpu) {
  std::vector<int> two = allowed_cpus();
  if (two.size() < 2) GTEST_SKIP() << "needs two CPUs";
  two.resize(2);
  const NoiseState state = look_at_noise(two, 0, [&] { return sched_getcpu() == two[0] ? 5000 : 4000; });
  EXPECT_EQ(state.all.base_ns, 4000);
  ASSERT_EQ(state.cpus.size(), 2u);
  EXPECT_EQ(state.cpus[0].shares.undisturbed, 0);
  EXPECT_EQ(state.cpus[0].shares.disturbed, 1);
  EXPECT_EQ(state.cpus[1].shares.undisturbed, 1);
}

}  // namespace
}  // namespace assay

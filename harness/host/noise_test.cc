#include "harness/host/noise.h"

#include <gtest/gtest.h>

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
  std::int64_t next = 0;
  const NoiseState state = look_at_noise({0}, 0, [&] { return 4000 + next++; });
  ASSERT_EQ(state.cpus.size(), 1u);
  EXPECT_EQ(state.cpus[0].cpu, 0);
  EXPECT_EQ(state.all.base_ns, 4000);
  EXPECT_EQ(state.all.readings, 1u);
  EXPECT_TRUE(look_at_noise({}, 1, [] { return 1; }).cpus.empty());
}

}  // namespace
}  // namespace assay

#include "harness/worker/leader_samples.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Samples, TellWhatNineOfTenReadingsOfAUnitWere) {
  Samples samples;
  for (int i = 0; i < 30; ++i) samples.add(i, i >= 10 && i < 20 ? 4000 + i : 9000);
  samples.add(30, 1);
  const auto range = samples.between(10, 19);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->low_ns, 4011);   // of 4010 … 4019, all but the lowest
  EXPECT_EQ(range->high_ns, 4018);  // and all but the highest
}

TEST(Samples, OneDisturbedReadingInTenIsForgiven) {
  Samples samples;
  for (int i = 0; i < 20; ++i) samples.add(i, i < 2 ? 9000 : 4000);
  EXPECT_EQ(samples.between(0, 19)->high_ns, 4000);
  EXPECT_EQ(samples.between(0, 18)->high_ns, 9000);  // two of nineteen
}

TEST(Samples, TooFewTellNothing) {
  Samples samples;
  for (int i = 0; i < 4; ++i) samples.add(i, 4000);
  EXPECT_FALSE(samples.between(0, 10));
  samples.add(4, 4000);
  EXPECT_TRUE(samples.between(0, 10));
  EXPECT_FALSE(samples.between(20, 30));
}

}  // namespace
}  // namespace assay

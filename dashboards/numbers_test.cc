#include "dashboards/numbers.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Numbers, EffectsHaveAsManyDigitsAsTheirIntervalAllows) {
  EXPECT_EQ(percent_text({-84.14, -84.9, -83.2}), "−84.1 %");
  EXPECT_EQ(percent_text({33, 29, 37}), "+33 %");
  EXPECT_EQ(percent_text({0.123, 0.02, 0.23}), "+0.12 %");
  EXPECT_EQ(percent_text({-0.04, -0.6, 0.5}), "0.0 %");
  EXPECT_EQ(interval_text({-84.14, -84.9, -83.2}), "[−84.9, −83.2]");
  EXPECT_EQ(interval_text({33, 29, 37}), "[+29, +37]");
}

TEST(Numbers, LargeEffectsAreAlsoRatios) {
  EXPECT_EQ(ratio_text(-84), "6.2× faster");
  EXPECT_EQ(ratio_text(-99), "100× faster");
  EXPECT_EQ(ratio_text(150), "2.5× slower");
  EXPECT_EQ(ratio_text(-49), "");
  EXPECT_EQ(ratio_text(49), "");
  EXPECT_EQ(ratio_text(-100), "");
}

TEST(Numbers, UnitsAreChosenByTheMedian) {
  EXPECT_EQ(seconds_text({0.004923, 0.0049, 0.00495}), "4.92 ms [4.90, 4.95]");
  EXPECT_EQ(seconds_text({0, 0, 0}), "0.00 ns [0.00, 0.00]");
  EXPECT_EQ(seconds_text(Seconds{0.00099, 0.00095, 0.00104}), "990 µs [950, 1040]");
}

TEST(Numbers, SharesAreWholePercents) {
  EXPECT_EQ(share_text(0.834), "83 %");
}

}  // namespace
}  // namespace assay

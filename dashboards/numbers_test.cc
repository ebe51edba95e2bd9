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
  EXPECT_EQ(seconds_text(0.004923), "4.92 ms");
  EXPECT_EQ(seconds_text(41e-9), "41.0 ns");
  EXPECT_EQ(seconds_text(0), "0.00 ns");
  EXPECT_EQ(seconds_text(Seconds{0.00099, 0.00095, 0.00104}), "990 µs [950, 1040]");
  EXPECT_EQ(rate_text({51.3e9, "flop"}), "51.3 Gflop/s");
  EXPECT_EQ(rate_text({3, "call"}), "3.00 call/s");
}

TEST(Numbers, TimesOfDayAndSpans) {
  EXPECT_EQ(date_text(1795264800), "2026-11-21 12:40 UTC");
  EXPECT_EQ(duration_text(59.4), "59 s");
  EXPECT_EQ(duration_text(125), "2 min 5 s");
  EXPECT_EQ(duration_text(7260), "2 h 1 min");
  EXPECT_EQ(share_text(0.834), "83 %");
}

}  // namespace
}  // namespace assay

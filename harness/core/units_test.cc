#include "harness/core/units.h"

#include <gtest/gtest.h>

#include <cmath>

namespace assay {
namespace {

TEST(Units, SecondsHaveThreeDigitsInTheUnitThatFits) {
  EXPECT_EQ(format_seconds(1.5), "1.50 s");
  EXPECT_EQ(format_seconds(123.4), "123 s");
  EXPECT_EQ(format_seconds(0.00492), "4.92 ms");
  EXPECT_EQ(format_seconds(12.34e-6), "12.3 µs");
  EXPECT_EQ(format_seconds(861e-9), "861 ns");
  EXPECT_EQ(format_seconds(0.21e-9), "0.21 ns");
  EXPECT_EQ(format_seconds(0), "0.00 ns");
}

TEST(Units, RoundingCarriesIntoTheNextUnit) {
  EXPECT_EQ(format_seconds(999.4e-6), "999 µs");
  EXPECT_EQ(format_seconds(999.6e-6), "1.00 ms");
  EXPECT_EQ(format_seconds(9.994e-3), "9.99 ms");
  EXPECT_EQ(format_seconds(9.996e-3), "10.0 ms");
  EXPECT_EQ(format_seconds(99.96e-3), "100 ms");
}

TEST(Units, WhatIsNoTimeIsADash) {
  EXPECT_EQ(format_seconds(-1), "-");
  EXPECT_EQ(format_seconds(std::nan("")), "-");
}

TEST(Units, PercentHasItsSign) {
  EXPECT_EQ(format_percent(3.94), "+3.9 %");
  EXPECT_EQ(format_percent(-84.12), "-84.1 %");
  EXPECT_EQ(format_percent(0.123), "+0.12 %");
  EXPECT_EQ(format_percent(-0.996), "-1.0 %");
  EXPECT_EQ(format_percent(0), "0.00 %");
  EXPECT_EQ(format_percent(-0.001), "0.00 %");
  EXPECT_EQ(format_percent(1234.5), "+1234 %");
  EXPECT_EQ(format_percent_number(-0.4), "-0.40");
}

TEST(Units, SpeedIsTheInverseOfTime) {
  EXPECT_EQ(format_speed(0), "1.00×");
  EXPECT_EQ(format_speed(-25), "1.33×");
  EXPECT_EQ(format_speed(100), "0.50×");
  EXPECT_EQ(format_speed(-99), "100×");
}

TEST(Units, RatesTakeTheWorkloadsUnit) {
  EXPECT_EQ(format_rate(51.34e9, "flop"), "51.3 GFLOP/s");
  EXPECT_EQ(format_rate(3.2e9, "byte"), "3.20 GB/s");
  EXPECT_EQ(format_rate(1.2e6, "item"), "1.20 Mitem/s");
  EXPECT_EQ(format_rate(2.5, "item"), "2.50 item/s");
  EXPECT_EQ(format_rate(1.5e12, "flop"), "1.50 TFLOP/s");
}

TEST(Units, CountsHaveTheirPlural) {
  EXPECT_EQ(format_count(0, "cell"), "0 cells");
  EXPECT_EQ(format_count(1, "cell"), "1 cell");
  EXPECT_EQ(format_count(2, "group"), "2 groups");
}

TEST(Units, DurationsAreForPeople) {
  EXPECT_EQ(format_duration(0.04), "0.0 s");
  EXPECT_EQ(format_duration(3.94), "3.9 s");
  EXPECT_EQ(format_duration(9.96), "10 s");
  EXPECT_EQ(format_duration(59.4), "59 s");
  EXPECT_EQ(format_duration(125), "2 min 5 s");
  EXPECT_EQ(format_duration(3599.6), "1 h 0 min");
  EXPECT_EQ(format_duration(3780), "1 h 3 min");
}

TEST(Units, TimesAreUtc) {
  EXPECT_EQ(format_time(0), "1970-01-01 00:00 UTC");
  EXPECT_EQ(format_time(1795265999), "2026-11-21 12:59 UTC");
}

}  // namespace
}  // namespace assay

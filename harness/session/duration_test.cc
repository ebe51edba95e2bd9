#include "harness/session/duration.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Duration, IsWrittenAsUsersWriteIt) {
  EXPECT_EQ(written_duration(0.5), "0.5s");
  EXPECT_EQ(written_duration(90), "90s");
  EXPECT_EQ(written_duration(600), "10m");
  EXPECT_EQ(written_duration(601), "601s");
  EXPECT_EQ(written_duration(3600), "1h");
  EXPECT_EQ(written_duration(5400), "1.5h");
  EXPECT_EQ(written_duration(1.51646), "1.5s");
  EXPECT_EQ(written_duration(0.04567), "0.046s");
  EXPECT_EQ(written_duration(0.001), "0.001s");
}

TEST(Duration, AForecastIsNoFinerThanItDeserves) {
  EXPECT_EQ(about_duration(0.3), "under a second");
  EXPECT_EQ(about_duration(4.4), "about 4 s");
  EXPECT_EQ(about_duration(43), "about 45 s");
  EXPECT_EQ(about_duration(95), "about 2 min");
  EXPECT_EQ(about_duration(3600), "about 1 h");
  EXPECT_EQ(about_duration(4800), "about 1 h 20 min");
  EXPECT_EQ(about_duration(3599), "about 1 h");
}

}  // namespace
}  // namespace assay

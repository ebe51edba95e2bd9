#include "harness/stats/text.h"

#include <gtest/gtest.h>

namespace assay::stats {
namespace {

TEST(Text, OfP) {
  EXPECT_EQ(p_text(0.0006), "p = 0.0006");
  EXPECT_EQ(p_text(0.000623), "p = 0.00062");
  EXPECT_EQ(p_text(0.03126), "p = 0.0313");
  EXPECT_EQ(p_text(0.5), "p = 0.5");
  EXPECT_EQ(p_text(1), "p = 1");
  EXPECT_EQ(p_text(1e-9), "p < 0.000001");
  EXPECT_EQ(p_number(0.0104), "0.0104");
  EXPECT_EQ(p_number(0.00021), "0.00021");
}

TEST(Text, OfPercent) {
  EXPECT_EQ(percent_text(2), "2");
  EXPECT_EQ(percent_text(1.3149), "1.3");
  EXPECT_EQ(percent_text(0.4211), "0.42");
  EXPECT_EQ(percent_text(0.5), "0.5");
  EXPECT_EQ(percent_text(12.6), "13");
  EXPECT_EQ(percent_text(250.4), "250");
  EXPECT_EQ(percent_text(-1.26), "-1.3");
  EXPECT_EQ(percent_text(0), "0");
}

}  // namespace
}  // namespace assay::stats

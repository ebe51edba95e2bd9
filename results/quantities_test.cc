#include "results/quantities.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace assay {
namespace {

using ::testing::ElementsAre;

std::string encoded(std::vector<std::int64_t> numbers, bool whole) {
  std::string text;
  encode(numbers, whole, text);
  return text;
}

TEST(Quantities, RepeatsAtTheEndAreWrittenOnce) {
  EXPECT_EQ(encoded({1, 1, 0, 0, 0}, false), "[1,1,0]");
  EXPECT_EQ(encoded({7, 7, 7}, false), "[7]");
  EXPECT_EQ(encoded({7, 7, 7}, true), "[7,7,7]");
  EXPECT_EQ(encoded({-5}, false), "[-5]");
  EXPECT_EQ(encoded({}, false), "[]");
}

TEST(Quantities, DecodeReadsIntegersAndNothingElse) {
  std::vector<std::int64_t> numbers;
  ASSERT_TRUE(decode("[1,-22,9223372036854775807]", numbers));
  EXPECT_THAT(numbers, ElementsAre(1, -22, 9223372036854775807));
  ASSERT_TRUE(decode("[]", numbers));
  EXPECT_THAT(numbers, ElementsAre());
  for (const char* bad : {"", "[", "1,2", "[1,]", "[,1]", "[1 2]", "[1.5]", "[\"1\"]", "[1", "[99999999999999999999]"})
    EXPECT_FALSE(decode(bad, numbers)) << bad;
}

TEST(Quantities, TheMedianLeavesOutWarmUpAndEarlierSlicesOfATurn) {
  std::vector<Slice> slices(5);
  for (std::size_t i = 0; i < slices.size(); ++i) {
    slices[i].iterations = 10;
    slices[i].wall_ns = static_cast<std::int64_t>(100 * (i + 1));
  }
  slices[0].phase = Phase::Warmup;
  slices[4].kept = false;
  EXPECT_DOUBLE_EQ(median_seconds(slices, &Slice::wall_ns), 30e-9);
  slices[3].phase = Phase::Warmup;
  EXPECT_DOUBLE_EQ(median_seconds(slices, &Slice::wall_ns), 25e-9);
  EXPECT_TRUE(std::isnan(median_seconds({}, &Slice::wall_ns)));
}

}  // namespace
}  // namespace assay

#include "harness/stats/nights.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace assay::stats {
namespace {

using ::testing::ElementsAre;

std::string error_of(const Night& night) {
  const auto found = strands(std::vector<Night>{{.night = 1}, night});
  return found ? "" : to_string(found.error());
}

TEST(Strands, AreInTheOrderOfTheNightsAndKnowTheGaps) {
  const auto found =
      strands(std::vector<Night>{{.night = 9, .value = 3}, {.night = -2, .value = 1}, {.night = 4, .value = 2}});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1u);
  EXPECT_THAT(found->front().nights, ElementsAre(-2, 4, 9));
  EXPECT_THAT(found->front().values, ElementsAre(1, 2, 3));
}

TEST(Strands, OfAnEmptySeriesAreNone) {
  const auto found = strands({});
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->empty());
}

TEST(Strands, ANightMeasuredAgainIsTheMeanWeightedByItsStandardErrors) {
  // (1 / 0.1² · 1 + 1 / 0.2² · 2) / (1 / 0.1² + 1 / 0.2²) = 1.2
  const auto found = strands(std::vector<Night>{
      {.night = 3, .value = 1, .se = 0.1}, {.night = 5, .value = 7, .se = 0.1}, {.night = 3, .value = 2, .se = 0.2}});
  ASSERT_TRUE(found);
  EXPECT_THAT(found->front().nights, ElementsAre(3, 5));
  EXPECT_DOUBLE_EQ(found->front().values[0], 1.2);
  EXPECT_DOUBLE_EQ(found->front().values[1], 7);
}

TEST(Strands, TheMeanIsPlainWhereAStandardErrorIsNotKnown) {
  const auto found = strands(std::vector<Night>{{.night = 3, .value = 1, .se = 0.1}, {.night = 3, .value = 2}});
  ASSERT_TRUE(found);
  EXPECT_THAT(found->front().values, ElementsAre(1.5));
}

TEST(Strands, EachIdentityHasItsOwnAlsoWhereTheyTakeTurns) {
  std::vector<Night> series;
  for (int night = 0; night < 6; ++night)
    series.push_back({.night = night, .value = 1.0 * night, .identity = night % 2 == 0 ? "zen3" : "arm"});
  const auto found = strands(series);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ((*found)[0].identity, "zen3");
  EXPECT_THAT((*found)[0].nights, ElementsAre(0, 2, 4));
  EXPECT_EQ((*found)[1].identity, "arm");
  EXPECT_THAT((*found)[1].values, ElementsAre(1, 3, 5));
}

TEST(Strands, TheSameNightOnTwoHostsIsANightOfEither) {
  const auto found =
      strands(std::vector<Night>{{.night = 3, .value = 1, .identity = "b"}, {.night = 3, .value = 2, .identity = "a"}});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2u);
  EXPECT_THAT((*found)[0].values, ElementsAre(2));
  EXPECT_THAT((*found)[1].values, ElementsAre(1));
}

TEST(Strands, RejectWhatIsNoMeasurementAndNameTheNight) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();
  EXPECT_EQ(error_of({.night = 17, .value = kNan}),
            "night 17: the log ratio to the anchor is nan; leave a night out that could not be measured");
  EXPECT_EQ(error_of({.night = 18, .value = -kInf}),
            "night 18: the log ratio to the anchor is -inf; leave a night out that could not be measured");
  EXPECT_EQ(
      error_of({.night = 19, .value = 104.5}),
      "night 19: the log ratio to the anchor is 104.5, which is a ratio beyond 1000000; is it a logarithm? leave a "
      "night out that could not be measured");
  EXPECT_EQ(error_of({.night = 20, .value = 0.1, .se = kNan}),
            "night 20: the standard error is nan; 0 says that it is not known");
  EXPECT_EQ(error_of({.night = 21, .value = 0.1, .se = -0.5}),
            "night 21: the standard error is -0.5; 0 says that it is not known");
  EXPECT_EQ(error_of({.night = 22, .value = -13.8}), "");
}

}  // namespace
}  // namespace assay::stats

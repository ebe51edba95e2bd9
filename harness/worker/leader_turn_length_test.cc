#include "harness/worker/leader_turn_length.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

/// Turns of six slices, of which the first two take so much more than the others (percent).
TimedTurns turns(int count, double first, double second = 0) {
  TimedTurns made;
  for (int i = 0; i < count; ++i) made.push_back({1 + first / 100, 1 + second / 100, 1, 1, 1, 1});
  return made;
}

TimedTurns operator+(TimedTurns some, const TimedTurns& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

Slice read(std::int64_t before_ns, std::int64_t after_ns, std::int64_t delay_ns = 0) {
  Slice slice;
  slice.reference_before_ns = before_ns;
  slice.reference_after_ns = after_ns;
  slice.run_delay_ns = delay_ns;
  return slice;
}

TEST(SteadyTurns, HaveReadingsWithinOnePercentAndNoWait) {
  const auto steady = [](const std::vector<Slice>& turn) { return is_steady(turn); };
  EXPECT_TRUE(steady({read(4000, 4010), read(4040, 4000)}));
  EXPECT_FALSE(steady({read(4000, 4010), read(4041, 4000)}));
  EXPECT_TRUE(steady({read(6000, 6010), read(6020, 6000)}));  // beside a neighbour who stays
  EXPECT_FALSE(steady({read(4000, 4010), read(4000, 4000, 1)}));
  EXPECT_FALSE(steady({read(0, 4010)}));
}

TEST(SteadyTurns, TellWhereEverySideHasNine) {
  const std::vector<TimedTurns> all{turns(25, 5), turns(25, 5)};
  const std::vector<TimedTurns> enough{turns(9, 0), turns(20, 0)}, few{turns(8, 0), turns(20, 0)};
  EXPECT_EQ(telling(enough, all), enough);
  EXPECT_EQ(telling(few, all), all);
}

TEST(TurnExcess, IsTheMedianOverTurns) {
  EXPECT_NEAR(turn_excess(turns(5, 0.5) + turns(4, 30), 0), 0.005, 1e-9);
  EXPECT_NEAR(turn_excess(turns(4, 0.5) + turns(5, 30), 0), 0.3, 1e-9);
  EXPECT_EQ(turn_excess({}, 0), 0);
}

TEST(NeededSlices, AreThoseUntilNoSideTakesOnePercentMore) {
  EXPECT_EQ(needed_slices({turns(9, 0.9), turns(9, 0.9)}), 1);
  EXPECT_EQ(needed_slices({turns(9, 0.9), turns(9, 1.1)}), 2);
  EXPECT_EQ(needed_slices({turns(9, 4, 0.5), turns(9, 0)}), 2);
  EXPECT_EQ(needed_slices({turns(9, 4, 2), turns(9, 0)}), 3);
}

TEST(NeededSlices, AreToldByNineTurnsOfWhichEightAgree) {
  EXPECT_FALSE(tell_needed_slices({turns(8, 0), turns(8, 0)}));
  EXPECT_TRUE(tell_needed_slices({turns(9, 0), turns(8, 0) + turns(1, 5)}));
  EXPECT_FALSE(tell_needed_slices({turns(9, 0), turns(7, 0) + turns(2, 5)}));
  EXPECT_TRUE(tell_needed_slices({turns(13, 0), turns(11, 0) + turns(2, 5)}));
  EXPECT_TRUE(tell_needed_slices({turns(9, 5), turns(9, 5)}));
}

TEST(NeededSlices, OfTwoAreToldWhereOneSideSurelyNeedsThem) {
  const TimedTurns unsure = turns(5, 5) + turns(4, 0);
  EXPECT_TRUE(tell_needed_slices({unsure, turns(9, 5)}));
  EXPECT_FALSE(tell_needed_slices({unsure, turns(9, 0)}));
}

/// How much more is what keeps it from turns.
TEST(NeededSlices, OfThreeAskForAllTurns) {
  EXPECT_FALSE(tell_needed_slices({turns(21, 9, 9), turns(21, 9, 9)}));
}

TEST(NeededSlices, DoNotWaitForASideThatEnded) {
  EXPECT_TRUE(tell_needed_slices({turns(9, 0), {}}));
  EXPECT_FALSE(tell_needed_slices({turns(9, 0), turns(3, 0)}));
  EXPECT_FALSE(tell_needed_slices({{}, {}}));
}

}  // namespace
}  // namespace assay

#include "harness/core/undisturbed.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Rounds, GoOnUntilTwentyFiveAreUndisturbed) {
  EXPECT_TRUE(goes_on(49, 50, 40));
  EXPECT_FALSE(goes_on(50, 50, 25));
  EXPECT_TRUE(goes_on(50, 50, 24));
  EXPECT_TRUE(goes_on(149, 50, 24));
  EXPECT_FALSE(goes_on(150, 50, 24));
}

TEST(Rounds, AreNotWaitedForWhereFewerThanThreeOfFiftyWereUndisturbed) {
  EXPECT_FALSE(goes_on(50, 50, 2));
  EXPECT_TRUE(goes_on(50, 50, 3));
  EXPECT_TRUE(goes_on(49, 4, 0));  // fewer than fifty tell nothing
}

TEST(Rounds, ThatWereAskedForAreAllDone) {
  EXPECT_TRUE(goes_on(199, 200, 0));
  EXPECT_FALSE(goes_on(200, 200, 24));
}

}  // namespace
}  // namespace assay

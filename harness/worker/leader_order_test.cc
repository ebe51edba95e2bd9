#include "harness/worker/leader_order.h"

#include <gmock/gmock.h>

#include <set>

namespace assay {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

TEST(Draws, AreSplitMix64) {
  Draws draws(1234567);  // the published test vector of the generator
  EXPECT_EQ(draws.next(), 6457827717110365317U);
  EXPECT_EQ(draws.next(), 3203168211198807973U);
  EXPECT_EQ(draws.next(), 9817491932198370423U);
}

TEST(Draws, GiveTheSameOrderForTheSameSeed) {
  Draws first(7);
  Draws again(7);
  Draws other(8);
  const auto order = first.permutation(20);
  EXPECT_EQ(order, again.permutation(20));
  EXPECT_NE(order, other.permutation(20));
  EXPECT_EQ(std::set(order.begin(), order.end()).size(), 20U);
}

TEST(TurnOrder, LetsEachOfTwoGoFirstOnceInEveryBlockOfTwo) {
  Draws draws(3);
  TurnOrder order(2, draws);
  int first_in_first_round = 0;
  for (int block = 0; block < 1000; ++block) {
    const auto one = order.next();
    const auto two = order.next();
    EXPECT_THAT(two, ElementsAre(one[1], one[0]));
    first_in_first_round += one[0] == 0 ? 1 : 0;
  }
  EXPECT_EQ(first_in_first_round, 473);  // of 1000, with this seed: at random, not in turn
}

TEST(TurnOrder, LetsEachOfThreeTakeEveryPlaceOnceInEveryBlockOfThree) {
  Draws draws(3);
  TurnOrder order(3, draws);
  for (int block = 0; block < 100; ++block) {
    std::vector<std::vector<std::size_t>> places(3);
    for (int round = 0; round < 3; ++round) {
      const auto sides = order.next();
      for (std::size_t place = 0; place < 3; ++place) places[sides[place]].push_back(place);
    }
    for (const auto& taken : places) EXPECT_THAT(taken, UnorderedElementsAre(0U, 1U, 2U));
  }
}

}  // namespace
}  // namespace assay

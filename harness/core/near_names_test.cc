#include "harness/core/near_names.h"

#include <gmock/gmock.h>

namespace assay {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> libraries = {"blis-pthread", "openblas-pthread", "openblas-serial", "reference"};

TEST(NearNames, PutsASharedBeginningBeforeASmallEditDistance) {
  EXPECT_THAT(near_names("openblass", libraries), ElementsAre("openblas-serial", "openblas-pthread"));
  EXPECT_THAT(near_names("referense", libraries), ElementsAre("reference"));
}

TEST(NearNames, AreNoneForAnythingFarAway) {
  EXPECT_THAT(near_names("mkl", libraries), IsEmpty());
}

TEST(NearNames, AreAtMostAsManyAsAskedFor) {
  EXPECT_THAT(near_names("openblas", libraries, 1), ElementsAre("openblas-serial"));
}

TEST(HintFor, AsksAndLists) {
  EXPECT_EQ(hint_for("refrence", libraries),
            "did you mean \"reference\"? Known here: blis-pthread, openblas-pthread, openblas-serial, reference");
  EXPECT_EQ(hint_for("mkl", libraries, 2), "Known here: blis-pthread, openblas-pthread and 2 more");
  EXPECT_EQ(hint_for("mkl", {}), "none is known here");
}

}  // namespace
}  // namespace assay

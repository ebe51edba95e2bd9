#include "runners/runner.h"

#include <gmock/gmock.h>

#include "runners/registration.h"

namespace assay {
namespace {

using testing::Contains;
using testing::Not;

TEST(Runner, HiddenOnesAreNotListed) {
  EXPECT_THAT(runner_names(), Not(Contains("mock:")));
  EXPECT_THAT(runner_kinds(), Contains(testing::Field(&RunnerKind::level, "mock:")));
}

TEST(Runner, AnUnknownLevelIsNamed) {
  const auto made = make_runner("moon");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().what, "unknown runner \"moon\"");
}

TEST(Runner, TheArgumentFollowsTheColon) {
  const auto made = make_runner("mock:/nowhere/world.toml");
  ASSERT_FALSE(made);
  EXPECT_EQ(to_string(made.error()), "/nowhere/world.toml: cannot be read: No such file or directory");
}

}  // namespace
}  // namespace assay

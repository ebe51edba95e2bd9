#include "harness/cli/live_interrupts.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace assay {
namespace {

TEST(Interrupts, TheFirstFinishesAndTheSecondStops) {
  const Interrupts interrupts;
  EXPECT_FALSE(interrupts.interrupted());
  std::raise(SIGINT);
  EXPECT_TRUE(interrupts.interrupted());
  EXPECT_FALSE(interrupts.stop());
  std::raise(SIGTERM);
  EXPECT_TRUE(interrupts.stop());
}

TEST(Interrupts, ABoutThatTakesTooLongIsGivenUp) {
  const Interrupts interrupts;
  std::raise(SIGINT);
  std::raise(SIGALRM);
  EXPECT_TRUE(interrupts.stop());
}

TEST(Interrupts, StartAnewWithEachSession) {
  {
    const Interrupts first;
    std::raise(SIGINT);
  }
  const Interrupts second;
  EXPECT_FALSE(second.interrupted());
  EXPECT_FALSE(second.stop());
}

TEST(InterruptsDeathTest, LeaveErrnoAsItWas) {
  EXPECT_EXIT(
      {
        const Interrupts interrupts;
        close(STDERR_FILENO);  // so that the handler's own write fails
        errno = EINTR;
        std::raise(SIGINT);
        std::_Exit(errno == EINTR ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

TEST(InterruptsDeathTest, TheThirdLeavesAtOnce) {
  EXPECT_EXIT(
      {
        const Interrupts interrupts;
        for (int i = 0; i < 3; ++i) std::raise(SIGINT);
      },
      testing::ExitedWithCode(130), "finishing this bout; press Ctrl-C again to leave now");
}

}  // namespace
}  // namespace assay

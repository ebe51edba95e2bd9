#include "harness/worker/turns.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <string>
#include <thread>

namespace {

class Turns : public testing::Test {
 protected:
  void SetUp() override {
    int ends[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    leader_ = ends[0];
    setenv("ASSAY_SOCKET", std::to_string(ends[1]).c_str(), 1);
    ASSERT_EQ(assay_turns_open(&turns_), 0);
  }
  void TearDown() override {
    if (leader_ >= 0) close(leader_);
    close(turns_.socket);
    close(turns_.schedstat);
    close(turns_.tasks);
  }
  void send_text(std::uint16_t type, const std::string& text) {
    const assay_head head{ASSAY_WIRE_MAGIC, ASSAY_WIRE_VERSION, type};
    std::string packet(reinterpret_cast<const char*>(&head), sizeof head);
    packet += text;
    ASSERT_EQ(send(leader_, packet.data(), packet.size(), 0), static_cast<ssize_t>(packet.size()));
  }
  void send_turn(std::uint64_t iterations, std::uint32_t slices, std::uint32_t clock = 0) {
    const assay_turn turn{{ASSAY_WIRE_MAGIC, ASSAY_WIRE_VERSION, ASSAY_TURN}, iterations, slices, clock};
    ASSERT_EQ(send(leader_, &turn, sizeof turn, 0), static_cast<ssize_t>(sizeof turn));
  }
  assay_slice receive_slice() {
    assay_slice slice{};
    EXPECT_EQ(recv(leader_, &slice, sizeof slice, 0), static_cast<ssize_t>(sizeof slice));
    return slice;
  }

  void run_slices(int count) {
    for (int i = 0; i < count; ++i) {
      assay_slice_begin(&turns_);
      ASSERT_EQ(assay_slice_end(&turns_, 4711), 0);
    }
  }
  /// How many slices have been sent and not been received.
  int waiting() {
    int count = 0;
    for (assay_slice slice{}; recv(leader_, &slice, sizeof slice, MSG_DONTWAIT) == static_cast<ssize_t>(sizeof slice);)
      ++count;
    return count;
  }

  int leader_ = -1;
  assay_turns turns_{};
};

TEST_F(Turns, HidesItsSocketFromChildren) {
  EXPECT_EQ(std::getenv("ASSAY_SOCKET"), nullptr);
  EXPECT_EQ(fcntl(turns_.socket, F_GETFD), FD_CLOEXEC);
}

TEST_F(Turns, ReadsTheConfigurationAsText) {
  send_text(ASSAY_CONFIG, R"({"n": 512})");
  char text[64];
  std::memset(text, 'x', sizeof text);
  EXPECT_EQ(assay_turns_config(&turns_, text, sizeof text), 10);
  EXPECT_STREQ(text, R"({"n": 512})");
}

TEST_F(Turns, RefusesAConfigurationThatDoesNotFitOrIsNone) {
  char text[8];
  send_text(ASSAY_CONFIG, "123456789");
  EXPECT_EQ(assay_turns_config(&turns_, text, sizeof text), -EPROTO);
  send_text(ASSAY_FINISH, "");
  EXPECT_EQ(assay_turns_config(&turns_, text, sizeof text), -EPROTO);
}

TEST_F(Turns, SendsWhatItWasToldWithTheReadingsAround) {
  send_turn(1234, 2);
  ASSERT_EQ(assay_turns_wait(&turns_), 1);
  EXPECT_EQ(turns_.iterations, 1234U);
  run_slices(2);
  for (std::uint32_t index = 0; index < 2; ++index) {
    const assay_slice slice = receive_slice();
    EXPECT_EQ(slice.head.type, ASSAY_SLICE);
    EXPECT_EQ(slice.iterations, 1234U);
    EXPECT_EQ(slice.index, index);
    EXPECT_EQ(slice.wall_ns, 4711);
    EXPECT_GE(slice.cpu_ns, 0);
    EXPECT_GT(slice.reference_before_ns, 0);
    EXPECT_GT(slice.reference_after_ns, 0);
    EXPECT_EQ(slice.threads, 1U);
  }
  send_text(ASSAY_FINISH, "");
  EXPECT_EQ(assay_turns_wait(&turns_), 0);
}

/// A packet on the way would wake the leader, on this CPU.
TEST_F(Turns, SendsNothingBeforeTheTurnHasEnded) {
  send_turn(1, 3);
  ASSERT_EQ(assay_turns_wait(&turns_), 1);
  run_slices(2);
  EXPECT_EQ(waiting(), 0);
  run_slices(1);
  EXPECT_EQ(waiting(), 3);
}

TEST_F(Turns, SendsTheSlicesOfALongTurnOnTheWay) {
  send_turn(1, ASSAY_TURN_KEPT_BACK + 2);
  ASSERT_EQ(assay_turns_wait(&turns_), 1);
  run_slices(ASSAY_TURN_KEPT_BACK - 1);
  EXPECT_EQ(waiting(), 0);
  run_slices(1);
  EXPECT_EQ(waiting(), ASSAY_TURN_KEPT_BACK);
  run_slices(2);
  EXPECT_EQ(waiting(), 2);
}

TEST_F(Turns, SendsWhatATurnHadTakenBeforeItFailed) {
  send_turn(1, 3);
  ASSERT_EQ(assay_turns_wait(&turns_), 1);
  run_slices(1);
  EXPECT_EQ(assay_turns_send(&turns_, ASSAY_FAILED, "{}", 2), 0);
  EXPECT_EQ(receive_slice().index, 0U);
  char packet[64];
  EXPECT_EQ(recv(leader_, packet, sizeof packet, MSG_DONTWAIT), static_cast<ssize_t>(sizeof(assay_head) + 2));
}

TEST_F(Turns, CountsTheThreadsAndTheTimeOfAllWhenAsked) {
  send_turn(1, 1, 1);
  std::thread idle([this] {
    char byte;
    recv(leader_, &byte, 1, MSG_PEEK);
  });
  // Two, and a third where ThreadSanitizer has one of its own.
  const auto threads =
      std::distance(std::filesystem::directory_iterator("/proc/self/task"), std::filesystem::directory_iterator());
  ASSERT_EQ(assay_turns_wait(&turns_), 1);
  EXPECT_EQ(turns_.clock, CLOCK_PROCESS_CPUTIME_ID);
  assay_slice_begin(&turns_);
  ASSERT_EQ(assay_slice_end(&turns_, -1), 0);
  idle.join();
  const assay_slice slice = receive_slice();
  EXPECT_GE(slice.threads, 2U);
  EXPECT_EQ(slice.threads, threads);
  EXPECT_GT(slice.wall_ns, 0);
}

TEST_F(Turns, TellsALeaderThatIsGoneAndAStranger) {
  ASSERT_EQ(send(leader_, "garbage of some length", 22, 0), 22);
  EXPECT_EQ(assay_turns_wait(&turns_), -EPROTO);
  send_turn(1, 0);
  EXPECT_EQ(assay_turns_wait(&turns_), -EPROTO);
  close(leader_);
  leader_ = -1;
  EXPECT_EQ(assay_turns_wait(&turns_), -ECONNRESET);
  EXPECT_EQ(assay_turns_send(&turns_, ASSAY_READY, "{}", 2), -EPIPE);
}

TEST_F(Turns, SendsNoMessageThatIsTooLarge) {
  const std::string text(ASSAY_WIRE_LARGEST, ' ');
  EXPECT_EQ(assay_turns_send(&turns_, ASSAY_READY, text.data(), text.size()), -EMSGSIZE);
}

TEST(TurnsOpen, NeedsASocket) {
  assay_turns turns{};
  unsetenv("ASSAY_SOCKET");
  EXPECT_EQ(assay_turns_open(&turns), -EDESTADDRREQ);
  setenv("ASSAY_SOCKET", "3x", 1);
  EXPECT_EQ(assay_turns_open(&turns), -EBADF);
  setenv("ASSAY_SOCKET", "0", 1);
  EXPECT_EQ(assay_turns_open(&turns), -EBADF);
  unsetenv("ASSAY_SOCKET");
}

}  // namespace

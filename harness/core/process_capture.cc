#include "harness/core/process_capture.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include "harness/core/process_stop.h"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;

/// One output: everything is read, so that the child never waits for us, and the beginning is kept.
struct Stream {
  int ours = -1;
  int theirs = -1;
  std::string* text = nullptr;

  explicit Stream(std::string& kept) : text(&kept) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return;
    ours = ends[0];
    theirs = ends[1];
    fcntl(ours, F_SETFL, O_NONBLOCK);
  }
  ~Stream() {
    if (ours >= 0) close(ours);
    if (theirs >= 0) close(theirs);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  void read_all(std::size_t most) {
    std::array<char, 16384> part;
    ssize_t length = 0;
    while (ours >= 0 && (length = read(ours, part.data(), part.size())) > 0) {
      text->append(part.data(), std::min(static_cast<std::size_t>(length), most - std::min(most, text->size())));
    }
    if (length == 0 && ours >= 0) {
      close(ours);
      ours = -1;
    }
  }
};

/// At most 100 ms: Ctrl-C is looked at between the polls.
int milliseconds_until(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<long long>(left, 0, 100));
}

/// False when the time is up, or it was stopped.
bool read_until_end(const Child& child, Stream& out, Stream& err, Clock::time_point deadline, std::size_t most) {
  while (Clock::now() < deadline && !captures_are_stopped()) {
    std::array<pollfd, 3> watched{{{child.pidfd(), POLLIN, 0}, {out.ours, POLLIN, 0}, {err.ours, POLLIN, 0}}};
    if (poll(watched.data(), watched.size(), milliseconds_until(deadline)) < 0 && errno != EINTR) return false;
    out.read_all(most);
    err.read_all(most);
    if (watched[0].revents != 0) return true;
  }
  return false;
}

}  // namespace

Result<Captured> capture(const Command& command, double seconds, std::size_t most_bytes, const GiveUp& give_up) {
  if (captures_are_stopped()) return fail("was interrupted", command.argv.front());
  Captured captured;
  Stream out(captured.out);
  Stream err(captured.err);
  if (out.ours < 0 || err.ours < 0) return fail_with(errno, "no pipe", command.argv.front());
  Command piped = command;
  piped.descriptors.insert(piped.descriptors.end(), {{out.theirs, 1}, {err.theirs, 2}});
  auto child = spawn(piped);
  if (!child) return tl::unexpected(child.error());
  const auto deadline =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  const bool in_time = read_until_end(*child, out, err, deadline, most_bytes);
  if (!in_time) give_up(*child);
  captured.end = child->wait();
  out.read_all(most_bytes);
  err.read_all(most_bytes);
  if (!in_time && captures_are_stopped()) return fail("was interrupted", command.argv.front());
  if (!in_time) return fail(fmt::format("did not end within {:g} s and was killed", seconds), command.argv.front());
  return captured;
}

Result<Captured> capture(const Command& command, double seconds, std::size_t most_bytes) {
  return capture(command, seconds, most_bytes, [](const Child& child) { child.signal_group(SIGKILL); });
}

}  // namespace assay

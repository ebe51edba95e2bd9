#include "harness/cli/live_interrupts.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>

namespace assay {
namespace {

constexpr unsigned grace_seconds = 3;  // most bouts take about one
constexpr std::array<int, 4> signals = {SIGINT, SIGTERM, SIGHUP, SIGALRM};

// A handler reaches nothing but globals, and of those only what is lock-free.
std::atomic<bool> was_interrupted;
std::atomic<bool> must_stop;
std::atomic<int> times;
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

std::array<struct sigaction, signals.size()> before;

void say(std::string_view text) {
  [[maybe_unused]] const auto written = write(STDERR_FILENO, text.data(), text.size());
}

void react(int signal) {
  if (signal == SIGALRM) {
    must_stop = true;
    return;
  }
  const int count = ++times;
  was_interrupted = true;
  if (count == 1) {
    say("\nfinishing this bout; press Ctrl-C again to leave now\n");
    alarm(grace_seconds);
  } else if (count == 2) {
    must_stop = true;
  } else {
    _exit(128 + SIGINT);
  }
}

/// What was interrupted may be about to read its errno.
void handle(int signal) {
  const int error = errno;
  react(signal);
  errno = error;
}

}  // namespace

Interrupts::Interrupts() : captures_(must_stop) {
  was_interrupted = must_stop = false;
  times = 0;
  struct sigaction action;
  std::memset(&action, 0, sizeof action);
  action.sa_handler = handle;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < signals.size(); ++i) {
    sigaction(signals[i], nullptr, &before[i]);
    // nohup: whoever ignores the end of the terminal wants the run to outlive it.
    if (signals[i] != SIGHUP || before[i].sa_handler != SIG_IGN) sigaction(signals[i], &action, nullptr);
  }
}

Interrupts::~Interrupts() {
  alarm(0);
  for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before[i], nullptr);
}

const std::atomic<bool>& Interrupts::interrupted() const {
  return was_interrupted;
}
const std::atomic<bool>& Interrupts::stop() const {
  return must_stop;
}

}  // namespace assay

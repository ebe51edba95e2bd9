#include "runners/local.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <utility>

#include "assay_version.h"
#include "harness/core/paths.h"
#include "harness/core/process.h"
#include "harness/core/process_tree.h"
#include "runners/lines.h"
#include "runners/registration.h"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t longest_line = std::size_t{64} << 20;
constexpr double leader_seconds = 30;  ///< what a leader may take beyond its members' limits
constexpr int look_at_stop_ms = 100;
constexpr int ms_to_end = 5000;  ///< of a leader that has said all

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  void reset() {
    if (number_ >= 0) close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

/// A file in memory instead of a pipe: nobody can block on it.
int memory_file(const char* name, const std::string& text) {
  const int file = memfd_create(name, MFD_CLOEXEC);
  for (std::size_t done = 0; file >= 0 && done < text.size();) {
    const ssize_t part = write(file, text.data() + done, text.size() - done);
    if (part < 0 && errno == EINTR) continue;
    if (part <= 0) {
      const int error = errno;
      close(file);
      errno = error;
      return -1;
    }
    done += static_cast<std::size_t>(part);
  }
  if (file >= 0) lseek(file, 0, SEEK_SET);
  return file;
}

std::string tail_of(int file, std::size_t most) {
  const off_t size = lseek(file, 0, SEEK_END);
  const off_t kept = std::min<off_t>(size, static_cast<off_t>(most));
  std::string text(static_cast<std::size_t>(std::max<off_t>(kept, 0)), '\0');
  const ssize_t length = pread(file, text.data(), text.size(), size - kept);
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
  text.erase(text.find_last_not_of(" \n") + 1);
  return text;
}

/// How reading a leader's lines came to its end.
struct Ending {
  Outcome outcome;
  std::string detail;
};

/// A leader under way.
class Leader {
 public:
  Leader(Child child, int lines, BoutLines& into) : child_(std::move(child)), lines_(lines), into_(&into) {}

  /// Reads until the lines end (nothing is returned: the leader's own end says more), or something goes wrong.
  std::optional<Ending> follow(Clock::time_point deadline, const std::atomic<bool>& stop) {
    while (true) {
      if (stop) return Ending{Outcome::Skipped, "stopped before its end"};
      pollfd readable{lines_, POLLIN, 0};
      // What was written is read first: while we were stopped ourselves, the leader may have ended in time.
      if (poll(&readable, 1, look_at_stop_ms) <= 0) {
        if (Clock::now() < deadline) continue;
        return Ending{Outcome::TimedOut, "the leader did not end in time and was killed"};
      }
      const ssize_t length = read(lines_, part_.data(), part_.size());
      if (length < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (length <= 0) return std::nullopt;
      text_.append(part_.data(), static_cast<std::size_t>(length));
      if (auto ending = take_lines()) return ending;
    }
  }

  /// After its lines ended: it ends too, or is made to.
  Child::End wait() {
    pollfd ended{child_.pidfd(), POLLIN, 0};
    if (poll(&ended, 1, ms_to_end) <= 0) child_.signal_group(SIGKILL);
    return child_.wait();
  }

  Child& child() { return child_; }

 private:
  std::optional<Ending> take_lines() {
    std::size_t begin = 0;
    for (std::size_t end = text_.find('\n', searched_); end != std::string::npos; end = text_.find('\n', begin)) {
      const auto taken = into_->take(std::string_view(text_).substr(begin, end - begin));
      if (!taken) return Ending{into_->refused() ? Outcome::Unsupported : Outcome::Garbled, to_string(taken.error())};
      begin = end + 1;
    }
    text_.erase(0, begin);
    searched_ = text_.size();
    if (text_.size() <= longest_line) return std::nullopt;
    return Ending{Outcome::Garbled, fmt::format("the leader wrote a line of more than {} bytes", longest_line)};
  }

  Child child_;
  int lines_;
  BoutLines* into_;
  std::string text_;
  std::size_t searched_ = 0;
  std::array<char, 65536> part_;
};

Ending ending_of(const Child::End& end, const std::string& words) {
  const bool is_killed = end.signal == SIGKILL || end.signal == SIGTERM;
  const Outcome outcome = is_killed                            ? Outcome::Killed
                          : end.signal || end.exit_status != 0 ? Outcome::Crashed
                                                               : Outcome::NoResult;
  const std::string said = words.empty() ? "" : fmt::format("; it wrote: {}", words);
  return {outcome, fmt::format("the leader {} before the end of the bout{}", to_string(end), said)};
}

Clock::time_point deadline_of(const BoutSpec& spec) {
  const double seconds = spec.limits.seconds * static_cast<double>(spec.members.size()) + leader_seconds;
  return Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

Outcome outcome_of(const Error& error) {
  return error.shortage ? Outcome::Shortage : Outcome::Unsupported;
}

double utc_now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

LocalRunner::LocalRunner(std::filesystem::path worker)
    : worker_(std::move(worker)), earlier_children_(children_of(getpid())) {
  become_subreaper();
}

BoutRecord LocalRunner::run(const BoutSpec& spec, const std::atomic<bool>& stop) {
  BoutLines into(spec, ASSAY_VERSION " " ASSAY_COMMIT, worker_.string());
  const double started = utc_now();
  const auto give_up = [&](Outcome outcome, const std::string& detail) {
    BoutRecord record = std::move(into).finish(outcome, detail);
    if (record.started == 0) record.started = started;
    if (record.seconds == 0) record.seconds = utc_now() - started;
    return record;
  };
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return give_up(Outcome::Shortage, fmt::format("no pipe for the leader could be made: {}", std::strerror(errno)));
  const Descriptor lines(ends[0]);
  Descriptor theirs(ends[1]);
  const Descriptor input(memory_file("bout", to_json(spec).dump(-1, ' ', false, Json::error_handler_t::replace)));
  const Descriptor errors(memory_file("leader", ""));
  if (input.number() < 0 || errors.number() < 0) {
    const auto why = fail_with(errno, "the leader's orders cannot be written", "").value();
    return give_up(outcome_of(why), to_string(why));
  }
  Command command{.argv = {worker_.string(), "leader"}, .environment = own_environment()};
  command.descriptors = {{input.number(), 0}, {errors.number(), 2}, {theirs.number(), 3}};
  auto child = spawn(command);
  theirs.reset();
  if (!child) return give_up(outcome_of(child.error()), to_string(child.error()));

  Leader leader(std::move(*child), lines.number(), into);
  auto ending = leader.follow(deadline_of(spec), stop);
  if (ending) leader.child().signal_group(SIGKILL);
  const Child::End end = leader.wait();
  kill_descendants(earlier_children_);
  if (!ending) ending = ending_of(end, tail_of(errors.number(), 2000));
  return give_up(ending->outcome, ending->detail);
}

namespace {

Result<std::unique_ptr<Runner>> make_local(const std::string&) {
  return std::make_unique<LocalRunner>(installation().worker);
}

const RunnerRegistration local_runner{{.level = "local", .about = "on this machine", .make = make_local}};

}  // namespace
}  // namespace assay

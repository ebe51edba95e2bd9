#include "harness/worker/leader_member.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "harness/core/process_tree.h"
#include "harness/worker/leader_clock.h"
#include "harness/worker/leader_command_member.h"
#include "harness/worker/leader_wire_member.h"

namespace assay {
namespace {

constexpr std::size_t kept_of_stderr = 4096;
/// So much is read at once; a member that writes faster than this is read is interrupted by its deadline, not by
/// memory.
constexpr int most_reads = 64;
constexpr double seconds_to_stop = 5;
/// Of tasks that were sent SIGSTOP: on a CPU that many want, each has to have run once more.
constexpr double seconds_to_rest = 30;

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// The members that live, and what is spared: of our children, all others are strays. A process has one set of
/// children, hence one list.
std::vector<int>& live_members() {
  static std::vector<int> pids;
  return pids;
}

std::string last_line(const std::string& text) {
  const std::size_t end = text.find_last_not_of(" \r\n\t");
  if (end == std::string::npos) return {};
  const std::size_t newline = text.rfind('\n', end);
  const std::size_t begin = newline == std::string::npos ? 0 : newline + 1;
  return text.substr(begin, std::min<std::size_t>(end + 1 - begin, 200));
}

}  // namespace

std::unique_ptr<Member> Member::make(const MemberSpec& spec, const BoutSpec& bout) {
  if (spec.whole_command) return std::make_unique<CommandMember>(spec, bout);
  return std::make_unique<WireMember>(spec, bout);
}

Member::Member(const MemberSpec& spec, const BoutSpec& bout)
    : spec_(&spec), bout_(&bout), budget_(bout.limits.seconds) {
  record_.cell = spec.cell;
  company_ = spec.threads > 1;
  cpus_ = spec.cpus.empty() ? bout.cpus : spec.cpus;
}

Member::~Member() {
  if (stderr_ >= 0) close(stderr_);
}

bool Member::launch(const std::vector<std::pair<int, int>>& descriptors,
                    const std::map<std::string, std::string>& environment) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    decide(Outcome::Shortage, fmt::format("no pipe for its standard error could be made: {}", std::strerror(errno)));
    state_ = State::Ended;
    return false;
  }
  if (stderr_ >= 0) close(stderr_);
  stderr_ = ends[0];
  fcntl(stderr_, F_SETFL, O_NONBLOCK);
  Command command{.argv = spec_->argv, .environment = environment, .directory = spec_->directory};
  command.cpus = cpus_;
  command.memory_bytes = bout_->limits.memory_bytes;
  command.descriptors = descriptors;
  command.descriptors.emplace_back(ends[1], 2);
  auto child = spawn(command);
  close(ends[1]);
  if (!child) {
    decide(child.error().shortage ? Outcome::Shortage : Outcome::Unsupported, to_string(child.error()));
    state_ = State::Ended;
    return false;
  }
  child_ = std::move(*child);
  record_.pid = child_->pid();
  live_members().push_back(record_.pid);
  return true;
}

void Member::become_busy(State state) {
  state_ = state;
  deadline_ = monotonic_seconds() + budget_;
}

void Member::become_idle() {
  state_ = State::Idle;
  budget_ = deadline_ - monotonic_seconds();
}

void Member::decide(Outcome outcome, const std::string& detail) {
  if (decided_) return;
  decided_ = true;
  record_.outcome = outcome;
  record_.detail = detail;
}

void Member::set_aside(const std::string& why) {
  if (record_.outcome != Outcome::Measured) return;
  record_.outcome = Outcome::Skipped;
  record_.detail = why;
}

void Member::condemn(Outcome outcome, const std::string& detail) {
  decide(outcome, detail);
  if (child_) child_->signal_group(SIGKILL);
  state_ = child_ ? State::Ending : State::Ended;
  deadline_ = monotonic_seconds() + seconds_to_stop;
}

void Member::time_out() {
  if (decided_ && state_ == State::Ending) {
    child_->signal_group(SIGKILL);
    deadline_ = monotonic_seconds() + seconds_to_stop;
    return;
  }
  if (late_.empty()) late_ = fmt::format("took longer than {:g} s and was killed {}", bout_->limits.seconds, where());
  condemn(Outcome::TimedOut, late_);
}

void Member::watch(std::vector<pollfd>& watched) const {
  if (child_) watched.push_back({child_->pidfd(), POLLIN, 0});
  if (stderr_ >= 0) watched.push_back({stderr_, POLLIN, 0});
}

void Member::react() {
  drain_stderr();
  if (!child_) return;
  pollfd end{child_->pidfd(), POLLIN, 0};
  if (poll(&end, 1, 0) == 1) on_end();
}

void Member::drain_stderr() {
  std::array<char, 16384> part;
  for (int reads = 0; stderr_ >= 0 && reads < most_reads; ++reads) {
    const ssize_t length = read(stderr_, part.data(), part.size());
    if (length < 0) return;
    if (length == 0) {
      close(stderr_);
      stderr_ = -1;
      return;
    }
    std::string& tail = record_.stderr_tail;
    tail.append(part.data(), static_cast<std::size_t>(length));
    if (tail.size() > kept_of_stderr) tail.erase(0, tail.size() - kept_of_stderr);
  }
}

std::string Member::where() const {
  if (has_finished_) return "after it was asked to finish";
  if (state_ == State::Starting) return "before it was ready";
  if (turns_given_ == 0) return "before its first turn";
  return fmt::format("{} turn {}", state_ == State::Idle ? "after" : "in", turns_given_);
}

/// What a process leaves behind is given to us, the subreaper, also while its member lives: then its group tells whose
/// it is. Of one that left its group nobody can say so before the others have ended; alone, a calibration has met it
/// before.
std::vector<int> Member::strays() const {
  const auto lives = [](int pid) { return std::ranges::find(live_members(), pid) != live_members().end(); };
  const bool between_units = child_ && live_members().size() > 1;
  std::vector<int> found = children_of(getpid());
  std::erase_if(found, [&](int child) {
    const int group = getpgid(child);
    return lives(child) || (group != pid() && (between_units || lives(group)));
  });
  return found;
}

/// And what those leave when they are killed.
int Member::end_strays() {
  int ended = 0;
  for (int generation = 0; generation < 100; ++generation) {
    const std::vector<int> left = strays();
    if (left.empty()) break;
    for (const int stray : left) {
      kill(stray, SIGKILL);
      if (waitpid(stray, nullptr, 0) == stray) ++ended;
    }
  }
  return ended;
}

Child::End Member::reap() {
  std::erase(live_members(), child_->pid());
  const Child::End end = child_->wait();
  child_.reset();
  held_ = false;
  drain_stderr();
  record_.exit_status = end.exit_status;
  record_.signal = end.signal;
  record_.user_seconds += seconds_of(end.usage.ru_utime);
  record_.system_seconds += seconds_of(end.usage.ru_stime);
  record_.max_rss_bytes = std::max<std::int64_t>(record_.max_rss_bytes, end.usage.ru_maxrss * 1024L);
  return end;
}

void Member::spare(int pid, bool spared) {
  std::erase(live_members(), pid);
  if (spared) live_members().push_back(pid);
}

void Member::judge(const Child::End& end, bool has_result, const std::string& place) {
  const std::string last = last_line(record_.stderr_tail);
  const std::string words = last.empty() ? "" : fmt::format("; its last words: {}", last);
  const std::string what = fmt::format("{} {}{}", to_string(end), place, words);
  if (end.signal == SIGKILL || end.signal == SIGTERM) decide(Outcome::Killed, what);
  if (end.signal || end.exit_status != 0) decide(Outcome::Crashed, what);
  if (!has_result) decide(Outcome::NoResult, fmt::format("exited without a result {}{}", place, words));
  const int strays = end_strays();
  const std::string left =
      strays > 0 ? fmt::format("left {} process{} behind, killed", strays, strays > 1 ? "es" : "") : "";
  decide(Outcome::Measured, left);
}

void Member::describe_unit(std::int64_t low_ns, std::int64_t high_ns) {
  if (record_.slices.empty()) return;
  record_.slices.back().reference_before_ns = low_ns;
  record_.slices.back().reference_after_ns = high_ns;
}

void Member::hold() {
  if (state_ != State::Idle || held_ || !child_) return;
  company_ = company_ || has_children(pid());
  if (!company_) return;
  held_ = true;
  const std::string trouble = stopped_.stop(pid(), seconds_to_rest);
  if (!trouble.empty())
    condemn(Outcome::TimedOut, fmt::format("could not be stopped for the others' turns: {}", trouble));
}

void Member::release() {
  if (!held_) return;
  held_ = false;
  stopped_.resume(pid());
}

std::optional<Json> object_from(std::string_view text) {
  constexpr int deepest = 64;
  const auto shallow = [](int depth, Json::parse_event_t, Json&) { return depth <= deepest; };
  Json json = Json::parse(text, shallow, false);
  if (!json.is_object()) return std::nullopt;
  return json;
}

}  // namespace assay

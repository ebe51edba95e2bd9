#include "harness/worker/leader_command_member.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <cmath>
#include <ctime>
#include <fstream>

#include "harness/worker/leader_clock.h"
#include "harness/worker/turns.h"

namespace assay {
namespace {

/// For helpers that end when they see that the command has, as CPython's resource tracker does.
constexpr double straggler_seconds = 1;
constexpr timespec between_looks{0, 200'000};

std::int64_t nanoseconds(const timeval& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + std::int64_t{time.tv_usec} * 1000;
}

std::int64_t cpu_ns(const rusage& usage) {
  return nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime);
}

/// How long a process was runnable and did not run: the second number of its schedstat; 0 where the kernel keeps none.
std::int64_t run_delay_of(int pid) {
  std::ifstream file(fmt::format("/proc/{}/schedstat", pid));
  std::int64_t ran = 0, waited = 0;
  return file >> ran >> waited ? waited : 0;
}

}  // namespace

void CommandMember::start(int position) {
  record_.start_position = position;
  record_.started = utc_seconds();
  become_busy(State::Starting);
  become_idle();
}

void CommandMember::give(const Turn& turn) {
  turn_ = turn;
  slices_seen_ = 0;
  ++turns_given_;
  become_busy(State::InTurn);
  run_once();
}

void CommandMember::use_all_cpus(bool all) {
  if (bout_->allowed.empty()) return;
  cpus_ = all ? bout_->allowed : spec_->cpus.empty() ? bout_->cpus : spec_->cpus;
}

void CommandMember::run_once() {
  reference_before_ns_ = assay_reference_ns();
  unit_started_ = monotonic_seconds();
  launch({}, spec_->environment);
}

void CommandMember::note_slice(const Child::End& end, std::int64_t run_delay_ns) {
  record_.slices.push_back({.round = turn_.round,
                            .position = turn_.position,
                            .phase = turn_.phase,
                            .kept = slices_seen_ >= turn_.first_kept,
                            .iterations = 1,
                            .wall_ns = std::llround(1e9 * (unit_ended_ - unit_started_)),
                            .cpu_ns = cpu_ns(end.usage) + stragglers_cpu_ns_,
                            .reference_before_ns = reference_before_ns_,
                            .reference_after_ns = assay_reference_ns(),
                            .run_delay_ns = run_delay_ns,
                            .voluntary_switches = static_cast<std::int32_t>(end.usage.ru_nvcsw),
                            .involuntary_switches = static_cast<std::int32_t>(end.usage.ru_nivcsw)});
}

/// The command has ended and is not reaped, so that its group is still known.
void CommandMember::await_stragglers() {
  unit_ended_ = monotonic_seconds();
  stragglers_cpu_ns_ = 0;
  const double deadline = unit_ended_ + straggler_seconds;
  std::size_t running = 0;
  for (std::vector<int> left = strays(); !left.empty(); left = strays()) {
    running = left.size();
    for (const int stray : left) {
      rusage usage{};
      if (wait4(stray, nullptr, WNOHANG, &usage) != stray) continue;
      stragglers_cpu_ns_ += cpu_ns(usage);
      --running;
    }
    unit_ended_ = monotonic_seconds();
    if (running > 0 && unit_ended_ > deadline) break;
    if (running > 0) nanosleep(&between_looks, nullptr);
  }
  if (running == 0) return;
  decide(Outcome::WrongResult, fmt::format("left {} process{} running when it had ended {}, killed: it would be timed "
                                           "without their work; let the command wait for them (in a shell, `wait`)",
                                           running, running > 1 ? "es" : "", where()));
}

void CommandMember::on_end() {
  const std::string place = where();
  const std::int64_t delay = run_delay_of(pid());  // known until it is reaped
  if (!decided_) await_stragglers();
  const Child::End end = reap();
  if (decided_ || end.exit_status != 0) {
    judge(end, false, place);
    state_ = State::Ended;
    return;
  }
  if (state_ != State::InTurn) return;
  note_slice(end, delay);
  if (++slices_seen_ == turn_.slices) return become_idle();
  run_once();
}

void CommandMember::finish() {
  has_finished_ = true;
  Child::End end;
  end.exit_status = 0;
  judge(end, true, where());
  state_ = State::Ended;
}

}  // namespace assay

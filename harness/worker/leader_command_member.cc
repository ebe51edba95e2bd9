#include "harness/worker/leader_command_member.h"

#include <fmt/format.h>

#include <cmath>
#include <fstream>

#include "harness/worker/leader_clock.h"
#include "harness/worker/turns.h"

namespace assay {
namespace {

std::int64_t nanoseconds(const timeval& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + std::int64_t{time.tv_usec} * 1000;
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
                            .wall_ns = std::llround(1e9 * (monotonic_seconds() - unit_started_)),
                            .cpu_ns = nanoseconds(end.usage.ru_utime) + nanoseconds(end.usage.ru_stime),
                            .reference_before_ns = reference_before_ns_,
                            .reference_after_ns = assay_reference_ns(),
                            .run_delay_ns = run_delay_ns,
                            .voluntary_switches = static_cast<std::int32_t>(end.usage.ru_nvcsw),
                            .involuntary_switches = static_cast<std::int32_t>(end.usage.ru_nivcsw)});
}

void CommandMember::on_end() {
  const std::string place = where();
  const std::int64_t delay = run_delay_of(pid());  // known until it is reaped
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

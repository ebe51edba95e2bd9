#include "harness/worker/leader_bout.h"

#include <poll.h>
#include <sched.h>

#include <algorithm>
#include <cmath>

#include "harness/worker/leader_clock.h"
#include "harness/worker/leader_lines.h"

namespace assay {

Bout::Bout(const BoutSpec& spec, int lines)
    : spec_(spec), lines_(lines), draws_(spec.seed), written_(spec.members.size()) {
  for (const MemberSpec& member : spec.members) members_.push_back(Member::make(member, spec));
  start_order_ = draws_.permutation(members_.size());
}

bool Bout::poll_once(int milliseconds) {
  std::vector<pollfd> watched{{lines_, 0, 0}};  // POLLERR, always reported: nobody reads our lines any more
  for (const auto& member : members_) member->watch(watched);
  if (poll(watched.data(), watched.size(), milliseconds) <= 0) return false;
  if (watched.front().revents != 0) throw DriverGone{};
  return true;
}

double Bout::next_deadline() const {
  double next = monotonic_seconds() + 60;
  for (const auto& member : members_) {
    if (member->busy()) next = std::min(next, member->deadline());
  }
  return next;
}

void Bout::time_out_late_ones() {
  const double now = monotonic_seconds();
  for (const auto& member : members_) {
    if (member->busy() && member->deadline() <= now) member->time_out();
  }
}

void Bout::run_until(const std::function<bool()>& done) {
  run_until(done, 60);
}

void Bout::run_until(const std::function<bool()>& done, double seconds) {
  while (!done()) {
    const double left = std::clamp(next_deadline() - monotonic_seconds(), 0.0, seconds);
    if (poll_once(static_cast<int>(std::ceil(1e3 * left)))) {
      for (const auto& member : members_) member->react();
    }
    time_out_late_ones();
  }
}

void Bout::wait_for(const Member& member) {
  run_until([&] { return !member.busy(); });
}

void Bout::start(std::size_t index, int position) {
  Member& member = *members_[index];
  member.start(position);
  std::vector<int> pids;
  for (const auto& each : members_) {
    if (each->pid() > 0) pids.push_back(each->pid());
  }
  write_line(lines_, started_line(pids));
  wait_for(member);
}

void Bout::start_all() {
  int position = 0;
  for (const std::size_t index : start_order_) {
    start(index, position++);
    members_[index]->hold();
  }
}

void Bout::let_members_go_first() {
  const bool ordinary = std::ranges::any_of(
      members_, [](const auto& member) { return member->has_company() || member->whole_command(); });
  schedule_as(ordinary ? SCHED_OTHER : SCHED_BATCH);  // a batch process never preempts on waking
}

void Bout::schedule_as(int policy) {
  if (policy == policy_) return;
  policy_ = policy;
  const sched_param none{};
  sched_setscheduler(0, policy, &none);
}

void Bout::finish(std::size_t index) {
  Member& member = *members_[index];
  if (member.idle()) member.finish();
  run_until([&] { return !member.alive(); });
  if (const std::string why = disruption(surroundings_, look_around(), spec_.cpus); !why.empty()) member.set_aside(why);
  if (!written_[index]) write_line(lines_, process_line(index, member.record()));
  written_[index] = true;
}

void Bout::finish_all() {
  for (const std::size_t index : start_order_) finish(index);
}

void Bout::take_turn(Member& member, const Turn& turn) {
  if (member.idle()) load_sibling(member, true);
  if (!member.idle()) return;
  member.give(turn);
  wait_for(member);
  load_sibling(member, false);
  member.hold();
  if (member.has_company()) schedule_as(SCHED_OTHER);
}

bool Bout::any_busy_sibling() const {
  return std::ranges::any_of(members_, [](const auto& member) { return member->busy_cpu() >= 0; });
}

bool Bout::all_busy_siblings() const {
  return std::ranges::all_of(members_, [](const auto& member) { return member->busy_cpu() >= 0; });
}

void Bout::load_sibling(Member& member, bool busy) {
  if (member.busy_cpu() < 0) return;
  if (!load_) load_ = std::make_unique<SiblingLoad>(member.busy_cpu());
  const std::string trouble = busy ? load_->work() : load_->rest();
  if (!trouble.empty() && member.alive()) member.give_up(Outcome::Skipped, trouble);
}

bool Bout::process_clock() const {
  return std::ranges::any_of(members_, [](const auto& member) { return member->has_company(); });
}

}  // namespace assay

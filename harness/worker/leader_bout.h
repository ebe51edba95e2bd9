#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "harness/core/bout.h"
#include "harness/worker/leader_member.h"
#include "harness/worker/leader_order.h"
#include "harness/worker/leader_sibling.h"
#include "harness/worker/leader_surroundings.h"

namespace assay {

/// A bout under way: the members, the lines to the driver, and the one loop that waits for them.
class Bout {
 public:
  Bout(const BoutSpec& spec, int lines);

  const BoutSpec& spec() const { return spec_; }
  std::vector<std::unique_ptr<Member>>& members() { return members_; }
  Draws& draws() { return draws_; }
  BoutRecord& record() { return record_; }

  /// Polls members and driver until `done`, which is asked after every event. Whoever keeps the leader waiting for
  /// longer than its limit is timed out. Throws DriverGone.
  void run_until(const std::function<bool()>& done);
  /// The same, waking at least once in every `seconds`.
  void run_until(const std::function<bool()>& done, double seconds);
  void wait_for(const Member& member);

  void start(std::size_t member, int position);  ///< and waits until it is ready, or has ended
  void start_all();                              ///< one after the other, in random order
  /// Before turns. When a member's packet wakes us on its CPU it shall first come to rest in its next read, or what it
  /// still has to do falls into the next one's slice. Not for whole commands, which are started after this and would
  /// inherit it, nor where members have to be stopped: to see that they have, we need the CPU again and again, and on a
  /// busy one a turn would take three times as long.
  void let_members_go_first();
  void finish(std::size_t member);  ///< waits for its result and its end, and writes its line
  void finish_all();

  /// Gives one turn and waits for it; the others are stopped if they have company.
  void take_turn(Member& member, const Turn& turn);

  /// As they were when the bout began.
  const Surroundings& surroundings() const { return surroundings_; }

  /// Whether some side, or every one, wants the other hyper-thread busy.
  bool any_busy_sibling() const;
  bool all_busy_siblings() const;
  /// Keeps that thread busy (or not), for a member's turn or, where all sides run at once, for all of them.
  void load_sibling(Member& member, bool busy);

  /// One clock for all sides: CPU time of the process as soon as one side has threads.
  bool process_clock() const;

 private:
  bool poll_once(int milliseconds);
  void time_out_late_ones();
  double next_deadline() const;
  void schedule_as(int policy);

  const BoutSpec& spec_;
  int lines_;
  Draws draws_;
  std::vector<std::unique_ptr<Member>> members_;
  std::unique_ptr<SiblingLoad> load_;  ///< one: sides of a bout share their CPU, hence its sibling
  std::vector<bool> written_;
  std::vector<std::size_t> start_order_;
  Surroundings surroundings_ = look_around();
  BoutRecord record_;
  int policy_ = 0;  ///< SCHED_OTHER
};

/// Each mode in its own file.
void run_turns(Bout& bout);
void run_shared_cpu(Bout& bout);
void run_adjacent(Bout& bout);
void run_calibration(Bout& bout);

}  // namespace assay

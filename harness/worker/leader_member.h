#pragma once

#include <poll.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/bout.h"
#include "harness/core/process.h"
#include "harness/worker/proc_tree.h"

namespace assay {

/// What a member is asked to run, and how its slices are to be labelled.
struct Turn {
  std::int64_t iterations = 1;
  int slices = 1;
  bool process_clock = false;  ///< CPU time of the whole process, where a side has threads
  int round = 0;
  int position = 0;
  Phase phase = Phase::Steady;
  int first_kept = 0;  ///< slices of the turn before this one are stored as not kept
};

/// One side of a bout as the leader sees it: a process (or, for a whole command, one process after another), what it
/// wrote, and what became of it. Nothing here blocks: the loop polls watched() and calls react().
class Member {
 public:
  enum class State {
    New,
    Starting,  ///< not ready yet
    Idle,      ///< waits for a turn
    InTurn,
    Ending,  ///< finishes, or has been killed, and has not been reaped
    Ended,
  };

  static std::unique_ptr<Member> make(const MemberSpec& spec, const BoutSpec& bout);
  virtual ~Member();
  Member(const Member&) = delete;
  Member& operator=(const Member&) = delete;

  virtual void start(int position) = 0;
  virtual void give(const Turn& turn) = 0;
  virtual void finish() = 0;  ///< only when idle

  State state() const { return state_; }
  bool idle() const { return state_ == State::Idle; }
  bool alive() const { return state_ != State::Ended; }
  /// The leader waits for it, so its time is running.
  bool busy() const { return state_ == State::Starting || state_ == State::InTurn || state_ == State::Ending; }
  double deadline() const { return deadline_; }  ///< monotonic seconds; only when busy
  void time_out();
  /// Ends it, undecided so far, for a reason that is not its own.
  void give_up(Outcome outcome, const std::string& detail) { condemn(outcome, detail); }
  int busy_cpu() const { return spec_->busy_cpu; }
  /// A child of the leader that is no member: not to be ended as a stray that a member left.
  static void spare(int pid, bool spared);
  int pid() const { return child_ ? child_->pid() : -1; }

  virtual void watch(std::vector<pollfd>& watched) const;
  virtual void react();

  /// From now on on all CPUs that may be used (or on its own again). Only whole commands can change.
  virtual void use_all_cpus(bool) {}
  virtual bool whole_command() const { return false; }

  /// Whether it must be stopped while others have their turn: idle threads spin, and children go on.
  bool has_company() const { return company_; }
  void hold();
  void release();

  const ProcessRecord& record() const { return record_; }
  /// Readings over the time of the last unit instead of the two at its borders.
  void describe_unit(std::int64_t low_ns, std::int64_t high_ns);
  /// What it measured is not to be used, though it did nothing wrong.
  void set_aside(const std::string& why);

 protected:
  Member(const MemberSpec& spec, const BoutSpec& bout);

  bool launch(const std::vector<std::pair<int, int>>& descriptors,
              const std::map<std::string, std::string>& environment);
  void become_busy(State state);
  void become_idle();
  /// Decides the outcome unless it is decided, and kills the process.
  void condemn(Outcome outcome, const std::string& detail);
  void decide(Outcome outcome, const std::string& detail);
  void drain_stderr();
  Child::End reap();
  std::string where() const;  ///< `in turn 7`, `before it was ready`, …
  void judge(const Child::End& end, bool has_result, const std::string& place);
  /// What it left behind when it ended: children of ours that are neither members nor of another member's group.
  std::vector<int> strays() const;
  virtual void on_end() = 0;

  const MemberSpec* spec_;
  const BoutSpec* bout_;
  State state_ = State::New;
  ProcessRecord record_;
  bool decided_ = false;
  std::vector<int> cpus_;  ///< that what is launched is pinned to
  std::optional<Child> child_;
  int stderr_ = -1;
  int turns_given_ = 0;
  bool has_finished_ = false;  ///< was asked to, or said itself that it cannot go on
  bool company_ = false;
  double deadline_ = 0;
  std::string late_;  ///< what its time-out will mean, when it is not just late

 private:
  int end_strays();
  double budget_ = 0;  ///< seconds that it may still keep the leader waiting
  bool held_ = false;
  StoppedTree stopped_;
};

/// JSON of a stranger: an object, no deeper than 64 levels (what is deeper is dropped); empty when it is none.
std::optional<Json> object_from(std::string_view text);

}  // namespace assay

#pragma once

#include "harness/worker/leader_member.h"

namespace assay {

/// A whole command: each unit of a turn is one process from its start to its end, timed from outside and by its rusage.
/// It lasts until the last process that it started has ended; where that goes on in the background it is no number.
class CommandMember : public Member {
 public:
  CommandMember(const MemberSpec& spec, const BoutSpec& bout) : Member(spec, bout) {}

  void start(int position) override;
  void give(const Turn& turn) override;
  void finish() override;
  void use_all_cpus(bool all) override;
  bool whole_command() const override { return true; }

 private:
  void run_once();
  void on_end() override;
  void await_stragglers();
  void note_slice(const Child::End& end, std::int64_t run_delay_ns);

  Turn turn_;
  int slices_seen_ = 0;
  double unit_started_ = 0;
  double unit_ended_ = 0;
  std::int64_t stragglers_cpu_ns_ = 0;  ///< of processes of the unit that outlived the command itself
  std::int64_t reference_before_ns_ = 0;
};

}  // namespace assay

#pragma once

#include <string>

#include "harness/core/process.h"

namespace assay {

/// A process of ours that keeps a CPU busy while it is told to: the hyper-thread beside a member that asked for it. It
/// sleeps otherwise, and ends with this object or with the leader.
class SiblingLoad {
 public:
  /// `worker`: the program whose role `sibling-load` it is; the leader's own unless a test says otherwise.
  explicit SiblingLoad(int cpu, const std::string& worker = "/proc/self/exe");
  ~SiblingLoad();
  SiblingLoad(const SiblingLoad&) = delete;
  SiblingLoad& operator=(const SiblingLoad&) = delete;

  /// Both wait until it says that it does, so that no part of a turn is run beside the other state. Empty, or what is
  /// wrong.
  std::string work();
  std::string rest();

  int cpu() const { return cpu_; }
  int pid() const { return child_.pid(); }

 private:
  std::string tell(char order);

  int cpu_;
  int socket_ = -1;
  std::string trouble_;
  Child child_;
};

}  // namespace assay

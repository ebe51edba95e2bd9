#pragma once

#include <string>
#include <vector>

namespace assay {

/// How many threads a process has; 0 when it is gone.
int thread_count(int pid);

/// Whether the main thread of a process has children.
bool has_children(int pid);

/// How many tasks of a process and its descendants run or wait for a CPU (state R) at this moment.
int runnable_tasks(int pid);

/// Stops a process, its threads, its group and its descendants, also those that left the group. Empty when every task
/// of them reads T (or is dead) in /proc, else which one does not after `seconds`: `task 123 is in state D`. waitid()
/// would not do: it tells of children alone.
class StoppedTree {
 public:
  std::string stop(int pid, double seconds);
  void resume(int pid);

 private:
  std::vector<int> outsiders_;  ///< descendants that are not of the group and need signals of their own
};

}  // namespace assay

#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "harness/core/process.h"

namespace assay {

/// A command in the form that a child between fork and exec needs: nothing there may allocate or take a lock, because
/// another thread of the parent may have held it.
struct StartPlan {
  std::string path;
  std::vector<std::string> texts;
  std::vector<char*> argv;
  std::vector<char*> environment;
  const Command* command = nullptr;
  pid_t parent = 0;
  int report = -1;                         ///< the pipe on which a failure is told; close-on-exec
  std::vector<std::pair<int, int>> moved;  ///< room for the descriptors on their way
};

/// Where it failed, as the child writes it on `report`.
enum class StartStep : int { Pin, Memory, Directory, Descriptors, Exec };
struct StartFailure {
  StartStep step;
  int error;
};

/// The child's way from fork to exec.
[[noreturn]] void become(StartPlan& plan);

/// The failure in words: `/x/y: no such file; check the path`.
Error explain(const StartFailure& failure, const StartPlan& plan);

}  // namespace assay

#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "harness/core/bout.h"

namespace assay {

/// For tests: a bout of members of the program `fault-member` (harness/worker/fault/member.c), each told how to
/// misbehave.
BoutSpec fault_bout(Mode mode, const std::vector<std::string>& faults);

/// The worker of this build.
std::string worker_of_build();

/// Runs a bout with it to its end.
BoutRecord run(const BoutSpec& spec);
inline const std::atomic<bool> go_on{false};  ///< nobody asks to stop

/// Processes that are left of a bout, in whatever state: our descendants, and those of the members' groups.
std::vector<int> left_of(const BoutRecord& record);

}  // namespace assay

#pragma once

#include "harness/core/bout.h"
#include "harness/worker/leader_bout.h"

namespace assay {

/// Runs each whole command on all CPUs that may be used, again and again for 0.15 s or once where it takes longer,
/// looks at its tasks meanwhile, and notes what it saw. Tasks are counted that run or wait for a CPU: on a busy
/// machine, or one of fewer CPUs than threads, these are the same, where CPU time against elapsed time would tell of
/// the others' load.
void watch_commands(Bout& bout, Calibration& found);

/// Whether some side is a command that runs several threads or processes at once.
bool runs_several_at_once(const Calibration& found);

}  // namespace assay

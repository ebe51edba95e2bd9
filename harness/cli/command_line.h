#pragma once

#include "harness/cli/command.h"

namespace assay {

/// The program: finds the command among those registered, reads its options, runs it. What was typed wrongly is
/// answered on standard error with the near names, and with Exit::Usage.
Exit run_command_line(int argc, const char* const* argv);

}  // namespace assay

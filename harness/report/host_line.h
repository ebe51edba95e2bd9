#pragma once

#include <string>

#include "harness/core/json.h"

namespace assay {

/// One line: `build7: AMD EPYC 7R13 (Zen 3), 4 CPUs, KVM, Linux 6.1`. Parts that are not known are left out.
std::string host_line(const Json& host);

/// The command of a study, quoted for a POSIX shell where needed.
std::string command_line(const Json& study);

}  // namespace assay

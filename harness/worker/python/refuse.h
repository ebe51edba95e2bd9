#pragma once

#include <string>

namespace assay {

/// Tells the leader FAILED with this outcome; on standard error where there is no leader. Returns the exit status.
int refuse(const std::string& outcome, const std::string& detail);

}  // namespace assay

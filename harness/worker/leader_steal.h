#pragma once

#include <string>
#include <vector>

namespace assay {

/// Seconds that a hypervisor took from these CPUs since boot: the eighth number of their lines in a file like
/// /proc/stat.
double steal_seconds(const std::vector<int>& cpus, const std::string& file = "/proc/stat");

}  // namespace assay

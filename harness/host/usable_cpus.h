#pragma once

#include <filesystem>
#include <optional>
#include <vector>

namespace assay {

/// The CPUs of our affinity mask, ascending.
std::vector<int> allowed_cpus();

/// How many CPUs the cgroup's quota (v1 and v2, the tightest of all ancestors) grants; none where there is no quota.
std::optional<double> cgroup_cpus(const std::filesystem::path& root = "/");

/// The affinity mask within the cgroup's quota, at least 1. A quota of 1.5 CPUs counts as 1: two busy threads would be
/// throttled.
int usable_cpus();
int usable_cpus(std::size_t allowed, std::optional<double> quota);

}  // namespace assay

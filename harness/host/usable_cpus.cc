#include "harness/host/usable_cpus.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

namespace assay {
namespace fs = std::filesystem;
namespace {

std::optional<double> quota_v2(const fs::path& group) {
  std::ifstream file(group / "cpu.max");
  std::string quota;
  double period = 0;
  if (!(file >> quota >> period) || quota == "max" || period <= 0) return std::nullopt;
  char* end = nullptr;
  const double microseconds = std::strtod(quota.c_str(), &end);
  return end != quota.c_str() && microseconds > 0 ? std::optional(microseconds / period) : std::nullopt;
}

std::optional<double> quota_v1(const fs::path& group) {
  std::ifstream quota_file(group / "cpu.cfs_quota_us");
  std::ifstream period_file(group / "cpu.cfs_period_us");
  double quota = 0;
  double period = 0;
  if (!(quota_file >> quota) || !(period_file >> period) || quota <= 0 || period <= 0) return std::nullopt;
  return quota / period;
}

using Quota = std::optional<double> (*)(const fs::path&);

/// The tightest quota of `path` and all its ancestors up to the mount. A container may see a path that its mount does
/// not have.
std::optional<double> tightest(const fs::path& mount, std::string path, Quota quota) {
  std::optional<double> least;
  while (true) {
    const auto here = quota(mount / fs::path(path).relative_path());
    if (here && (!least || *here < *least)) least = here;
    if (path.empty() || path == "/") return least;
    path = fs::path(path).parent_path().string();
  }
}

bool lists_cpu(const std::string& controllers) {
  std::istringstream names(controllers);
  for (std::string name; std::getline(names, name, ',');) {
    if (name == "cpu") return true;
  }
  return false;
}

void keep_least(std::optional<double>& least, std::optional<double> other) {
  if (other && (!least || *other < *least)) least = other;
}

}  // namespace

std::vector<int> allowed_cpus() {
  // glibc's cpu_set_t ends at CPU 1023; larger machines exist, so the set is sized as the kernel asks.
  for (int most = 1024; most <= 1 << 16; most *= 2) {
    cpu_set_t* set = CPU_ALLOC(static_cast<std::size_t>(most));
    const std::size_t bytes = CPU_ALLOC_SIZE(static_cast<std::size_t>(most));
    const bool known = set != nullptr && sched_getaffinity(0, bytes, set) == 0;
    std::vector<int> cpus;
    for (int cpu = 0; known && cpu < most; ++cpu) {
      if (CPU_ISSET_S(static_cast<std::size_t>(cpu), bytes, set)) cpus.push_back(cpu);
    }
    CPU_FREE(set);
    if (known) return cpus;
  }
  return {0};
}

std::optional<double> cgroup_cpus(const fs::path& root) {
  const fs::path mounts = root / "sys/fs/cgroup";
  std::optional<double> least;
  std::ifstream groups(root / "proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {  // `0::/user.slice`, `4:cpu,cpuacct:/docker/…`
    const auto first = line.find(':');
    const auto second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const std::string path = line.substr(second + 1);
    if (controllers.empty()) {
      keep_least(least, tightest(mounts, path, quota_v2));
    } else if (lists_cpu(controllers)) {
      keep_least(least, tightest(mounts / controllers, path, quota_v1));
      keep_least(least, tightest(mounts / "cpu", path, quota_v1));
    }
  }
  return least;
}

int usable_cpus(std::size_t allowed, std::optional<double> quota) {
  const int cpus = std::max(1, static_cast<int>(allowed));
  if (!quota) return cpus;
  return std::clamp(static_cast<int>(std::floor(*quota)), 1, cpus);
}

int usable_cpus() {
  return usable_cpus(allowed_cpus().size(), cgroup_cpus());
}

}  // namespace assay

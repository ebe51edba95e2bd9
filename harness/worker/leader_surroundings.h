#pragma once

#include <string>
#include <vector>

namespace assay {

/// What a bout rests on and cannot hold: that the machine stays awake, that its CPUs stay, and that clocks only go on.
struct Surroundings {
  double monotonic = 0;       ///< seconds; stands still while the machine is suspended …
  double boottime = 0;        ///< … and this does not
  double utc = 0;             ///< may be set at any time
  std::vector<int> affinity;  ///< CPUs that the leader may use; the kernel widens it when they are all gone
  std::string online;         ///< CPUs as the kernel lists them, `0-3`; empty: not known
};

Surroundings look_around(const std::string& online = "/sys/devices/system/cpu/online");

/// Why nothing that was measured between the two may be used: the machine was suspended, or a CPU of the bout went
/// away. Empty: it may.
std::string disruption(const Surroundings& before, const Surroundings& now, const std::vector<int>& cpus);

/// What to remember though it spoils nothing, as slices are timed by the monotonic clock: the time of day was set.
std::string clock_step(const Surroundings& before, const Surroundings& now);

}  // namespace assay

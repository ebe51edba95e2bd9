#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace assay {

/// How a machine felt for a moment, by the reference kernel: readings within 1 % of the base are undisturbed,
/// above 1.15 of it disturbed (a busy sibling hyper-thread), the rest mixed.
struct NoiseShares {
  std::int64_t base_ns = 0;  ///< the 2nd percentile of all readings
  std::size_t readings = 0;
  double undisturbed = 0;
  double disturbed = 0;
};

std::int64_t noise_base(std::vector<std::int64_t> readings);
NoiseShares judge_noise(const std::vector<std::int64_t>& readings, std::int64_t base_ns);

/// A look at each of some CPUs in turn, `seconds` in all; the base is that of all CPUs together. The caller's affinity
/// is restored.
struct CpuNoise {
  int cpu = 0;
  NoiseShares shares;
};
struct NoiseState {
  NoiseShares all;
  std::vector<CpuNoise> cpus;
};
NoiseState look_at_noise(const std::vector<int>& cpus, double seconds, const std::function<std::int64_t()>& reading);

}  // namespace assay

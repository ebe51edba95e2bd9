#pragma once

#include <span>
#include <string>
#include <vector>

#include "harness/cli/against_itself.h"

namespace assay {

/// What `doctor --aa` compares with itself: a plan for each workload, of one group whose two cells differ in the hidden
/// factor `side` alone.
struct SelfTestPlans {
  std::vector<Plan> plans;
  std::vector<std::string> left_out;  ///< of the usual mix: what cannot be measured here, with the reason
};
Checked<SelfTestPlans> self_test_plans(const LiveOptions& options, const Common& common);

/// The seed of comparison `number` of a workload where --seed was given; a function of these three alone.
std::uint64_t self_test_seed(std::uint64_t seed, const std::string& group, int number);

/// What the next comparison of a workload may take: as long as its longest; before its first one, as the longest of any
/// if that is more than was estimated. Their mean would be exceeded every other time.
double foreseen_seconds(std::span<const double> own, double longest_of_any, double estimated);

}  // namespace assay

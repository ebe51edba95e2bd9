#pragma once

#include <string>
#include <utility>
#include <vector>

#include "harness/plan/dimensions.h"
#include "harness/plan/plan.h"

namespace assay {

/// A gate's patterns, held against the catalog: those nobody knows are errors, each with its place. `apply` then gives
/// every group its floor and every ignore entry its groups.
class GatePlan {
 public:
  GatePlan(const Study& study, const Catalog& catalog, Errors& errors);

  /// `where`: the stored levels of each ignore entry.
  void apply(Plan& plan, const std::vector<Dimensions::LevelsByFactor>& where) const;

 private:
  double floor_of(const Catalog::Selected& one) const;

  const Study& study_;
  std::vector<Catalog::Filter> floors_;   ///< in the order of the study's
  std::vector<Catalog::Filter> ignores_;  ///< likewise
};

/// What fails a gate where nothing else is said (STATISTICS, Practical floor): 1 % for native work and whole commands,
/// 0.5 % for interpreters.
double standard_floor(const Workload& workload);

/// The anchor cannot be measured in a group, and nothing else may stand in for it.
Error no_anchor(const Study& study, const Group& group);

/// Where the anchor itself is what is wrong, the study's recipe for it is the next step.
void tell_recipe(const Study& study, Errors& errors);

}  // namespace assay

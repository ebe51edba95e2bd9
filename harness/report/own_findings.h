#pragma once

#include <map>
#include <optional>
#include <vector>

#include "harness/report/effects.h"
#include "harness/report/measured_run.h"
#include "harness/report/stored_groups.h"

namespace assay {

/// What runs with a test (`ab`, `gate`, a study with rule "compare") found, for `compare`: of bouts that one of them
/// alone measured it says what that run said, by the same rounds, looks and stages, and decides nothing anew.
class OwnFindings {
 public:
  OwnFindings(const Store& store, const std::vector<RunRow>& runs) : store_(store), runs_(runs) {}

  /// Empty where several runs measured the group, or one without a test, and where replicas are the unit.
  Result<std::optional<StepEffect>> effect_of(const StoredGroup& at, const Step& step);

 private:
  struct Tested {
    MeasuredRun measured;
    Question question;
  };
  /// Null: it tested nothing.
  Result<const Tested*> tested(const std::string& run);

  const Store& store_;
  const std::vector<RunRow>& runs_;
  std::map<std::string, std::optional<Tested>> known_;  ///< by run
};

}  // namespace assay

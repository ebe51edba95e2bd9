#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "harness/report/effects.h"
#include "harness/report/measured_run.h"
#include "harness/report/stored_groups.h"

namespace assay {

/// What single runs found, for `compare`: of bouts that one run alone measured it says what that run said, by the same
/// rounds, looks, stages and share of the error, and decides nothing anew.
class OwnFindings {
 public:
  OwnFindings(const Store& store, const std::vector<RunRow>& runs) : store_(store), runs_(runs) {}

  /// Empty where several runs measured the group, or a night's second stage, and where a test has replicas as its unit.
  Result<std::optional<StepEffect>> effect_of(const StoredGroup& at, const Step& step);
  /// Of its cells, where the run told effects; the others stay as they are.
  Result<void> take_against_baseline(const StoredGroup& at, std::span<CellReport> cells);

 private:
  struct Own {
    MeasuredRun measured;
    Question question;
    bool tells_effects = false;
  };
  /// Null: it says nothing of a configuration by itself.
  Result<const Own*> own(const std::string& run);
  /// Null where the group is no single run's.
  Result<const Own*> own_of(const StoredGroup& at);
  /// As a run that told effects asked, without reading its bouts again.
  Result<const Question*> asked(const std::string& run);

  const Store& store_;
  const std::vector<RunRow>& runs_;
  std::map<std::string, std::optional<Own>> known_;  ///< by run
  std::map<std::string, Question> asked_;
};

}  // namespace assay

#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/core/error.h"
#include "harness/core/json.h"
#include "results/store.h"

namespace assay {

/// What a run holds everything against: the level of each factor of its baselines, with the facts of what it names.
struct AnchorPart {
  std::string level;
  Json facts;  ///< null where the level names no thing (a number of threads)
};
using Anchor = std::map<std::string, AnchorPart>;  ///< by factor
Anchor anchor_of(std::span<const RunCell> cells, const Json& subjects);

/// 16 hexadecimal digits over what a thing says of itself: versions, build ids, how it was configured; not where it
/// lies, so that one that was built again elsewhere by the same recipe has the same. Empty where there are no facts.
std::string digest_of(const AnchorPart& part);

/// What is not as it was, a sentence each. Factors that one of the two has alone are no difference: workloads come and
/// go.
std::vector<std::string> differences(const Anchor& then, const Anchor& now);

/// The same for runs, workload by workload where both have it: there, a factor that only one has is a difference too (a
/// step through "not set" must not hide a drift). Runs that share no workload are held together by all their factors.
struct AnchorCells {
  std::span<const RunCell> cells;
  const Json& subjects;
};
std::vector<std::string> differences(const AnchorCells& then, const AnchorCells& now);

/// What a study states (factor -> digest) and does not find, a sentence each.
std::vector<std::string> wrong_digests(const Anchor& anchor, const std::map<std::string, std::string>& digests);

/// The newest gate of the same study, by its title, on the same kind of host: a runner may be another machine each
/// time.
Result<std::optional<RunRow>> gate_before(const Store& store, const RunRow& run);

/// An anchor held against the run before and against the digests that the study states (factor -> digest).
struct AnchorCheck {
  Json note;                          ///< digests, run held against, problems: stored with the run
  std::vector<std::string> problems;  ///< empty: it is the same, or the first
};
Result<AnchorCheck> check_anchor(const Store& store, const RunRow& run, std::span<const RunCell> cells,
                                 const std::map<std::string, std::string>& digests);

}  // namespace assay

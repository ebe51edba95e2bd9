#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "results/store.h"

namespace assay {

/// Runs' groups that must not be taken together with later ones of the same machine, as (run, group): a name of theirs
/// stood for another interpreter, library, compiler or workload then, or the environment was another one. A cell's id
/// is of the words that were typed. `runs`: the oldest first.
using RunGroups = std::set<std::pair<std::string, std::string>>;
Result<RunGroups> outdated_groups(const Store& store, const std::vector<RunRow>& runs);

/// What a cell's words stood for in a run, as text: equal where it was the same thing.
std::string subject_identity(const RunRow& run, const Cell& cell);

}  // namespace assay

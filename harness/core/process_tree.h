#pragma once

#include <vector>

namespace assay {

/// The direct children of a process, those of all its threads; orphans given to a subreaper are among them.
std::vector<int> children_of(int pid);

/// Its children, theirs, and so on; without itself, and without the spared children and what is below them.
std::vector<int> descendants_of(int pid, const std::vector<int>& spared = {});

}  // namespace assay

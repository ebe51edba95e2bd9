#pragma once

#include <vector>

namespace assay {

/// The direct children of a process, those of all its threads; orphans given to a subreaper are among them.
std::vector<int> children_of(int pid);

/// Its children, theirs, and so on; without itself.
std::vector<int> descendants_of(int pid);

}  // namespace assay

#pragma once

#include <filesystem>
#include <vector>

#include "harness/core/error.h"

namespace assay {

/// The other hyper-thread of the core of `cpu` that is ours to load (one of `allowed`), from the kernel's
/// thread_siblings_list below `root`; or why there is none: no SMT, or one that is not ours.
Result<int> sibling_of(int cpu, const std::vector<int>& allowed, const std::filesystem::path& root = "/");

}  // namespace assay

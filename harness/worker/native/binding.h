#pragma once

#include <string>
#include <vector>

namespace assay::native {

/// The canonical path of the file that a loaded library's calls of the first of `symbols` that it imports go to, read
/// from the table of addresses (GOT) through which they go: neither dlsym nor the list of mapped files can prove that.
/// Empty where it imports none of them.
std::string file_bound_by(void* handle, const std::vector<std::string>& symbols);

}  // namespace assay::native

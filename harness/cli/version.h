#pragma once

#include <string>

namespace assay {

/// `0.1.0`, as in JSON output and in the store.
std::string version_number();

/// For `assay --version`: version, commit, compiler, the libraries compiled in, and what the worker says of itself.
std::string version_text();

}  // namespace assay

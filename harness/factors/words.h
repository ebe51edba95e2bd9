#pragma once

#include <string>
#include <vector>

#include "harness/core/error.h"

namespace assay {

/// A command line as a POSIX shell splits it: blanks separate, quotes and backslashes keep together. Nothing else of a
/// shell is understood: an unquoted `|`, `>`, `$`, `*` and the like is an error, because commands are started without
/// one.
Result<std::vector<std::string>> split_words(const std::string& text);

}  // namespace assay

#pragma once

#include <filesystem>
#include <string>

#include "harness/core/error.h"

namespace assay {

/// The whole text or, on an error, what was there before: it is written beside the file and renamed into its place.
/// What is no regular file (a pipe, /dev/stdout) is written as it is,
/// where somebody reads it. `hint` is the error's next step.
Result<void> write_file(const std::filesystem::path& file, const std::string& text, const std::string& hint);

}  // namespace assay

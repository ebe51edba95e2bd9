#pragma once

#include <filesystem>
#include <string>

namespace assay {

/// Whether a user's word for a library or an interpreter is a path and no name of a list.
bool is_path(const std::string& text);

/// A regular file that this user may execute; links are followed.
bool is_executable(const std::filesystem::path& file);

}  // namespace assay

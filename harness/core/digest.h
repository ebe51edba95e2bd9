#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "harness/core/json.h"

namespace assay {

/// Tells contents apart: XXH3 with 64 bits, as 16 hexadecimal digits. It proves nothing against malice.
std::string digest(std::string_view bytes);

/// Of its text as it is stored: without blanks, keys as they come.
std::string json_digest(const Json& json);

/// Of a file's content, which is read piece by piece; none where it cannot be read.
std::optional<std::string> file_digest(const std::filesystem::path& file);

}  // namespace assay

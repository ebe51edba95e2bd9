#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace assay {

/// The program that argv[0] would start: a path as it is, a name looked up on our PATH; none where there is no
/// executable.
std::optional<std::filesystem::path> find_program(const std::string& name);

}  // namespace assay

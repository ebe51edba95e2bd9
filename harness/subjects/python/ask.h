#pragma once

#include <filesystem>

#include "harness/core/error.h"
#include "harness/core/json.h"
#include "harness/subjects/python/places.h"

namespace assay {

/// What an interpreter says of itself: {"executable", "version", "release", "implementation", "build", "compiler",
/// "configure", "free_threaded", "prefix", "base_prefix", "mapped", "libraries"}. Answers of an ELF executable are kept
/// in the cache for as long as the file stays as it is; a script (a pyenv shim) may answer differently each time and is
/// always asked.
Result<Json> ask_python(const std::filesystem::path& executable, const PythonPlaces& places);

}  // namespace assay

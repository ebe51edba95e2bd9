#pragma once

#include <filesystem>

#include "harness/core/error.h"
#include "results/database.h"

namespace assay {

/// What to tell a person about a failure of the store `file`: the thing, the place, the next step.
Error to_error(const SqlError& error, const std::filesystem::path& file);

}  // namespace assay

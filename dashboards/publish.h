#pragma once

#include <filesystem>

#include "harness/core/error.h"
#include "harness/report/report.h"

namespace assay {

/// Writes the page of a run to `folder`/index.html (the folder is made) and returns that path. A reader sees the old
/// page or the new one, never a part: it is written beside and renamed.
Result<std::filesystem::path> publish_page(const RunReport& report, const std::filesystem::path& site,
                                           const std::filesystem::path& folder);

}  // namespace assay

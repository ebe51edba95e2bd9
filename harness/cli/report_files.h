#pragma once

#include <string>
#include <vector>

#include "harness/core/error.h"

namespace assay {

/// A file that is written when all is measured, by the option that names it; an empty path: not asked for.
struct ReportFile {
  std::string option;
  std::string path;
};

/// Whether each can be written, told before hours of measuring rather than after them; and is none of `kept` (files
/// that the command reads or stores in) nor another report, which would be lost.
Result<void> check_report_files(const std::vector<ReportFile>& reports, const std::vector<std::string>& kept);

/// Whether a page or report at `path` would take the place of the store `db`, be it by another name or as a link.
bool would_overwrite_store(const std::string& path, const std::string& db);

/// The store, and what SQLite keeps beside it.
std::vector<std::string> store_files(const std::string& db);

}  // namespace assay

#include "harness/cli/report_files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace assay {
namespace fs = std::filesystem;
namespace {

Result<void> writable(const ReportFile& report) {
  const fs::path file(report.path);
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const std::string place = report.option + " " + report.path;
  std::error_code status;
  if (fs::is_directory(file, status)) return fail("is a directory", place, "name a file");
  if (!fs::is_directory(folder, status))
    return fail(fmt::format("there is no folder {}", folder.string()), place, "make it first");
  const bool replaced = !fs::exists(file, status) || fs::is_regular_file(file, status);
  if (access((replaced ? folder : file).c_str(), W_OK) == 0) return {};
  return fail("cannot be written here: " + std::generic_category().message(errno), place, "name another file");
}

/// The same file, or where neither is there yet, the same name.
bool are_same(const std::string& a, const std::string& b) {
  std::error_code status;
  if (fs::exists(a, status) && fs::exists(b, status)) return fs::equivalent(a, b, status);
  return fs::weakly_canonical(a, status) == fs::weakly_canonical(b, status);
}

Result<void> apart_from(const ReportFile& report, const std::string& kept, const std::string& what) {
  if (kept.empty() || !are_same(report.path, kept)) return {};
  return fail("would overwrite " + what, report.option + " " + report.path, "name another file");
}

}  // namespace

Result<void> check_report_files(const std::vector<ReportFile>& reports, const std::vector<std::string>& kept) {
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (reports[i].path.empty()) continue;
    if (auto possible = writable(reports[i]); !possible) return possible;
    for (const std::string& each : kept)
      if (auto apart = apart_from(reports[i], each, "what the gate needs"); !apart) return apart;
    for (std::size_t k = 0; k < i; ++k)
      if (auto apart = apart_from(reports[i], reports[k].path, "the report of " + reports[k].option); !apart)
        return apart;
  }
  return {};
}

std::vector<std::string> store_files(const std::string& db) {
  return {db, db + "-wal", db + "-shm"};
}

bool would_overwrite_store(const std::string& path, const std::string& db) {
  return std::ranges::any_of(store_files(db), [&](const std::string& file) { return are_same(path, file); });
}

}  // namespace assay

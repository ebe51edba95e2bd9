#include <filesystem>

#include "harness/catalog/toml_text.h"
#include "harness/core/paths.h"
#include "harness/study/study.h"

namespace assay {
namespace {

/// The studies that come with the program are found from anywhere, as `suites/studies/first-look.toml`.
std::filesystem::path locate(const std::string& path) {
  std::error_code status;
  if (std::filesystem::exists(path, status) || std::filesystem::path(path).is_absolute()) return path;
  const std::filesystem::path own = installation().suites.parent_path() / path;
  return std::filesystem::exists(own, status) ? own : std::filesystem::path(path);
}

}  // namespace

StudyRead read_study(const std::string& path) {
  auto text = read_text(locate(path).string());
  if (!text) {
    Error error = text.error();
    if (error.hint.empty()) error.hint = "ready studies: suites/studies/*.toml, e.g. suites/studies/first-look.toml";
    return {{}, {error}};
  }
  return parse_study(*text, path);
}

}  // namespace assay

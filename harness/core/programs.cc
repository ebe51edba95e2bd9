#include "harness/core/programs.h"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

namespace assay {
namespace fs = std::filesystem;
namespace {

bool is_program(const fs::path& path) {
  std::error_code status;
  return fs::is_regular_file(path, status) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::optional<fs::path> find_program(const std::string& name) {
  if (name.empty()) return std::nullopt;
  if (name.find('/') != std::string::npos) return is_program(name) ? std::optional<fs::path>(name) : std::nullopt;
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const fs::path candidate = fs::path(folder.empty() ? "." : folder) / name;
    if (is_program(candidate)) return candidate;
  }
  return std::nullopt;
}

}  // namespace assay

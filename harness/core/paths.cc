#include "harness/core/paths.h"

#include <cstdlib>
#include <string>

namespace assay {
namespace fs = std::filesystem;
namespace {

const fs::path& prefix() {
  static const fs::path found = fs::read_symlink("/proc/self/exe").parent_path().parent_path();
  return found;
}

Installation at(const fs::path& libexec) {
  return {.worker = libexec / "assay-worker",
          .loop = libexec / "assay_loop.so",
          .suites = prefix() / "share/assay/suites",
          .site = prefix() / "share/assay/site"};
}

fs::path from_environment(const char* own, const char* xdg, const char* below_home) {
  if (const char* path = std::getenv(own); path != nullptr && *path != '\0') return path;
  if (const char* path = std::getenv(xdg); path != nullptr && *path != '\0') return fs::path(path) / "assay";
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr ? home : "/tmp") / below_home / "assay";
}

}  // namespace

const Installation& installation() {
  static const Installation found = at(prefix() / "libexec/assay");
  return found;
}

Installation installation_for(const std::string& architecture) {
  return at(prefix() / "libexec/assay" / architecture);
}

fs::path user_data_dir() {
  return from_environment("ASSAY_DATA", "XDG_DATA_HOME", ".local/share");
}
fs::path user_cache_dir() {
  return from_environment("ASSAY_CACHE", "XDG_CACHE_HOME", ".cache");
}

}  // namespace assay

#include "harness/subjects/python/places.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace assay {
namespace fs = std::filesystem;
namespace {

/// Versions as numbers: 3.9 comes after 3.13 by text.
std::vector<int> numbers_in(const std::string& text) {
  std::vector<int> numbers;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] < '0' || text[i] > '9') {
      ++i;
      continue;
    }
    numbers.push_back(std::atoi(text.c_str() + i));
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
  }
  return numbers;
}

/// FOLDER/*/bin, the newest version first.
void add_bins_below(const fs::path& folder, std::vector<fs::path>& folders) {
  std::error_code ignored;
  std::vector<fs::path> bins;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (fs::is_directory(entry.path() / "bin", ignored)) bins.push_back(entry.path() / "bin");
  }
  std::ranges::sort(bins, std::ranges::greater(), [](const fs::path& bin) { return numbers_in(bin.string()); });
  folders.insert(folders.end(), bins.begin(), bins.end());
}

fs::path pyenv_root() {
  if (const char* root = std::getenv("PYENV_ROOT"); root != nullptr && *root != '\0') return root;
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr ? home : "/root") / ".pyenv";
}

}  // namespace

PythonPlaces own_python_places() {
  PythonPlaces places;
  const char* path = std::getenv("PATH");
  std::istringstream entries(path != nullptr ? path : "");
  for (std::string entry; std::getline(entries, entry, ':');) {
    if (entry.starts_with('/')) places.folders.emplace_back(entry);
  }
  places.folders.insert(places.folders.end(), {"/usr/bin", "/usr/local/bin"});
  add_bins_below("/opt", places.folders);
  add_bins_below(pyenv_root() / "versions", places.folders);
  return places;
}

PythonPlaces python_places_in(const fs::path& root, const std::vector<std::string>& prefix) {
  return {.root = root, .folders = {root / "usr/bin", root / "usr/local/bin"}, .prefix = prefix};
}

}  // namespace assay

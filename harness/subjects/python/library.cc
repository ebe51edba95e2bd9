#include "harness/subjects/python/library.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "harness/subjects/elf.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

/// Whether the library holds the text that Py_GetVersion() starts with. A libpython of another patch release runs
/// without a word.
bool holds_version(const fs::path& library, const std::string& version) {
  std::ifstream stream(library, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(stream), {}};
  const std::string text = '\0' + version;
  for (auto at = content.find(text); at != std::string::npos; at = content.find(text, at + 1)) {
    const char next = at + text.size() < content.size() ? content[at + text.size()] : '\0';
    if (next == '\0' || next == '+') return true;  // 3.14.0+ is a build between two releases
  }
  return false;
}

/// The path as the interpreter sees it, in the root that it belongs to.
fs::path in_root(const fs::path& path, const PythonPlaces& places) {
  const fs::path inside = places.root / path.relative_path();
  std::error_code ignored;
  return places.root != "/" && fs::exists(inside, ignored) ? inside : path;
}

std::string next_step(const Python& python) {
  const fs::path real = fs::weakly_canonical(python.executable);
  const std::string name =
      fmt::format("libpython{}.{}", python.facts["release"][0].get<int>(), python.facts["release"][1].get<int>());
  if (real.parent_path() == "/usr/bin") return fmt::format("install the package {}, or use route=exe", name);
  return "configure it with --enable-shared, or use route=exe";
}

}  // namespace

void pair_with_library(Python& python, const PythonPlaces& places) {
  const std::string mapped = python.facts.value("mapped", "");
  if (!mapped.empty()) {
    python.library = in_root(mapped, places);
    return;
  }
  std::string tried;
  for (const Json& candidate : python.facts.value("libraries", Json::array())) {
    std::error_code error;
    const fs::path path = fs::canonical(in_root(candidate.get<std::string>(), places), error);
    if (error) continue;
    const auto elf = read_elf(path);
    if (!elf || elf->architecture != python.facts["elf"].value("architecture", "")) {
      tried = fmt::format("{} is not for its architecture", path.string());
    } else if (!holds_version(path, python.version)) {
      tried = fmt::format("{} is of another release", path.string());
    } else {
      python.library = path;
      return;
    }
  }
  python.library_missing = fmt::format("{} is linked statically and {}; {}", python.executable.string(),
                                       tried.empty() ? "has no libpython beside it" : tried, next_step(python));
}

}  // namespace assay

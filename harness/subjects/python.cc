#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <map>
#include <mutex>
#include <regex>
#include <system_error>

#include "harness/core/near_names.h"
#include "harness/subjects/elf.h"
#include "harness/subjects/file.h"
#include "harness/subjects/python/ask.h"
#include "harness/subjects/python/library.h"
#include "harness/subjects/python/places.h"
#include "harness/subjects/subjects.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

constexpr const char* kListHint = "name one of `assay list python`";

bool is_interpreter_name(const std::string& name) {
  static const std::regex form(R"(python3(\.\d+t?)?)");
  return std::regex_match(name, form);
}

std::string release_name(const Python& python) {
  const Json& release = python.facts["release"];
  return fmt::format("python{}.{}{}", release[0].get<int>(), release[1].get<int>(),
                     python.facts.value("free_threaded", false) ? "t" : "");
}

Result<void> require_supported(const Python& python) {
  const std::string implementation = python.facts.value("implementation", "");
  if (implementation != "cpython") return fail("is " + implementation + ", not CPython", python.executable, kListHint);
  if (python.facts["release"] < Json({3, 9})) {
    return fail(fmt::format("is CPython {}; 3.9 or newer is needed", python.version), python.executable, kListHint);
  }
  return {};
}

/// The interpreter behind a file: a shim or a symbolic link leads to the executable that it starts.
Result<Python> answering(const fs::path& file, const PythonPlaces& places) {
  auto answer = ask_python(file, places);
  if (!answer) return tl::unexpected(answer.error());
  Python python;
  python.executable = answer->at("executable").get<std::string>();
  python.version = answer->at("version");
  python.facts = *answer;
  python.name = python.executable;
  if (auto supported = require_supported(python); !supported) return tl::unexpected(supported.error());
  const auto elf = read_elf(python.executable);
  if (!elf) return tl::unexpected(elf.error());
  python.facts["elf"] = to_json(*elf);
  python.facts["pie"] = elf->pie();
  python.facts["shared"] =
      std::ranges::any_of(elf->needed, [](const std::string& name) { return name.starts_with("libpython"); });
  pair_with_library(python, places);
  return python;
}

/// One odd program on PATH, or a file that goes away meanwhile, takes nothing from the others.
Result<Python> examine(const fs::path& file, const PythonPlaces& places) {
  try {
    return answering(file, places);
  } catch (const std::exception& error) {
    return fail(fmt::format("cannot be examined: {}", error.what()), file.string(), kListHint);
  }
}

/// The same program in the same environment, however it was reached.
std::string same_thing(const Python& python) {
  std::error_code ignored;
  return fs::weakly_canonical(python.executable, ignored).string() + '\n' + python.facts.value("prefix", "");
}

/// The interpreters of the places by name, in the order of the folders; a later one of a name is left out.
std::vector<std::pair<std::string, fs::path>> named_files(const PythonPlaces& places) {
  std::vector<std::pair<std::string, fs::path>> files;
  for (const fs::path& folder : places.folders) {
    std::error_code ignored;
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
      const std::string name = entry.path().filename();
      if (is_interpreter_name(name) && is_executable(entry.path())) names.push_back(name);
    }
    std::ranges::sort(names);
    for (const std::string& name : names) files.emplace_back(name, folder / name);
  }
  return files;
}

Result<Python> by_library(const fs::path& library, const PythonPlaces& places) {
  std::error_code ignored;
  const auto elf = read_elf(library);
  if (!elf) return tl::unexpected(elf.error());
  if (elf->architecture != places.architecture)
    return fail(fmt::format("a libpython for {}, and this runs on {}", elf->architecture, places.architecture), library,
                fmt::format("name one for {}", places.architecture));
  const fs::path real = fs::canonical(library, ignored);
  for (const Python& python : find_pythons(places)) {
    if (python.library == real) return python;
  }
  return fail("no interpreter here goes with this libpython", library, "name its python3 instead");
}

Result<Python> by_path(const fs::path& given, const PythonPlaces& places) {
  const fs::path path = fs::absolute(given).lexically_normal();
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return fail("no such file or folder", path, kListHint);
  if (fs::is_directory(path, ignored)) {
    const fs::path python = path / "bin/python3";
    if (fs::exists(python, ignored)) return examine(python, places);
    return fail("has no bin/python3; it is no virtual environment and no installed Python", path, kListHint);
  }
  if (path.filename().string().starts_with("libpython")) return by_library(path, places);
  if (!is_executable(path)) return fail("is not an executable", path, kListHint);
  return examine(path, places);
}

/// At once, as each shim of pyenv takes a tenth of a second. Where that is more processes or threads than are to be
/// had, the rest follows one after the other.
std::vector<Result<Python>> examine_all(const std::vector<std::pair<std::string, fs::path>>& files,
                                        const PythonPlaces& places) {
  std::vector<std::future<Result<Python>>> answers;
  for (const auto& [name, file] : files) {
    const auto ask = [&places, path = file] { return examine(path, places); };
    try {
      answers.push_back(std::async(std::launch::async, ask));
    } catch (const std::system_error&) {
      answers.push_back(std::async(std::launch::deferred, ask));
    }
  }
  std::vector<Result<Python>> examined;
  for (auto& answer : answers) examined.push_back(answer.get());
  for (std::size_t i = 0; i < files.size(); ++i)
    if (!examined[i] && examined[i].error().shortage) examined[i] = examine(files[i].second, places);
  return examined;
}

}  // namespace

std::vector<Python> find_pythons(const PythonPlaces& places) {
  std::vector<Python> found;
  std::vector<std::string> known, taken;
  for (auto& python : examine_all(named_files(places), places)) {
    if (!python) continue;
    const std::string thing = same_thing(*python);
    if (std::ranges::find(known, thing) != known.end()) continue;
    known.push_back(thing);
    if (const std::string own = release_name(*python); std::ranges::find(taken, own) == taken.end()) {
      taken.push_back(own);
      python->name = own;
    }
    found.push_back(*std::move(python));
  }
  return found;
}

Result<Python> find_python(const std::string& name_or_path, const PythonPlaces& places) {
  if (is_path(name_or_path)) return by_path(name_or_path, places);
  std::optional<Error> last_error;
  for (const fs::path& folder : places.folders) {
    const fs::path file = folder / name_or_path;
    if (!is_interpreter_name(name_or_path) || !is_executable(file)) continue;
    auto python = examine(file, places);
    if (python) {
      python->name = name_or_path;
      return python;
    }
    last_error = python.error();  // perhaps a pyenv shim of a version that is not selected; the next may answer
  }
  if (last_error) return tl::unexpected(*last_error);
  std::vector<std::string> names{"python3"};
  for (const Python& python : find_pythons(places)) names.push_back(python.name);
  return fail(fmt::format("unknown Python \"{}\"", name_or_path), {}, hint_for(name_or_path, names));
}

std::vector<Python> find_pythons() {
  static const std::vector<Python> found = find_pythons(own_python_places());
  return found;
}

/// Remembered for the life of the process: a shim takes a tenth of a second to answer, and is asked for every bout.
Result<Python> find_python(const std::string& name_or_path) {
  static std::mutex mutex;
  static std::map<std::string, Result<Python>> known;
  const std::lock_guard lock(mutex);
  const auto found = known.find(name_or_path);
  if (found != known.end()) return found->second;
  auto python = find_python(name_or_path, own_python_places());
  if (python || !python.error().shortage) known.emplace(name_or_path, python);
  return python;
}

}  // namespace assay

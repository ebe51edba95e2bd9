#include "harness/subjects/compilers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <regex>
#include <sstream>

#include "harness/core/machine.h"
#include "harness/core/near_names.h"
#include "harness/core/process.h"
#include "harness/subjects/elf.h"
#include "harness/subjects/file.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

bool is_compiler_name(const std::string& name) {
  static const std::regex pattern(R"(([a-z0-9_]+-)*(g\+\+|clang\+\+)(-[0-9]+)?)");
  return std::regex_match(name, pattern) && !name.starts_with(own_architecture() + "-");
}

std::string own_path() {
  const char* path = std::getenv("PATH");
  return path != nullptr ? path : "/usr/bin:/bin";
}

std::vector<std::string> names(const std::vector<CompilerFile>& files) {
  std::vector<std::string> names;
  for (const CompilerFile& file : files) names.push_back(file.name);
  return names;
}

Result<std::string> ask(const CompilerFile& file, const char* option) {
  const auto answer = capture({.argv = {file.path, option},
                               .environment = own_environment(),
                               .directory = {},
                               .cpus = {},
                               .memory_bytes = 0,
                               .descriptors = {}},
                              10);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->end.exit_status != 0 || answer->out.empty())
    return fail(fmt::format("does not answer {} as a compiler does", option), file.path, "name a g++ or a clang++");
  return answer->out.substr(0, answer->out.find('\n'));
}

}  // namespace

std::vector<CompilerFile> compiler_files(const std::string& path_variable) {
  std::map<std::string, fs::path> found;
  std::istringstream folders(path_variable);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder.empty() ? "." : folder, error)) {
      const std::string name = entry.path().filename();
      if (is_compiler_name(name) && is_executable(entry.path())) found.try_emplace(name, entry.path());
    }
  }
  std::vector<CompilerFile> files;
  for (auto& [name, path] : found) files.push_back({name, std::move(path)});
  return files;
}

Result<CompilerFile> compiler_file(const std::string& name_or_path, const std::string& path_variable) {
  if (name_or_path.find('/') != std::string::npos) {
    if (!is_executable(name_or_path))
      return fail("no executable file", name_or_path, "name a compiler of `assay list compilers`");
    return CompilerFile{name_or_path, fs::absolute(name_or_path).lexically_normal()};
  }
  const auto files = compiler_files(path_variable);
  const auto file = std::ranges::find(files, name_or_path, &CompilerFile::name);
  if (file != files.end()) return *file;
  if (!is_compiler_name(name_or_path))
    return fail(fmt::format("unknown compiler \"{}\"", name_or_path), {}, hint_for(name_or_path, names(files)));
  return fail(fmt::format("compiler {} is not on PATH", name_or_path), {},
              fmt::format("install it; {}", hint_for(name_or_path, names(files))));
}

Result<Compiler> identify(const CompilerFile& file) {
  const auto version = ask(file, "--version");
  if (!version) return tl::unexpected(version.error());
  const auto target = ask(file, "-dumpmachine");
  if (!target) return tl::unexpected(target.error());
  return Compiler{.name = file.name, .path = file.path, .version = *version, .target = *target};
}

std::vector<Compiler> find_compilers() {
  std::vector<Compiler> found;
  for (const CompilerFile& file : compiler_files(own_path()))
    if (auto compiler = identify(file)) found.push_back(std::move(*compiler));
  return found;
}

Result<Compiler> find_compiler(const std::string& name_or_path) {
  return compiler_file(name_or_path, own_path()).and_then(identify);
}

}  // namespace assay

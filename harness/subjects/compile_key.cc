#include "harness/subjects/compile_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "harness/core/digest.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Each part with its length, so that no two lists of parts read the same.
void add(std::string& text, const std::string& part) {
  text += fmt::format("{}:{}", part.size(), part);
}

Result<std::string> source_text(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder, error)) files.push_back(entry.path());
  if (error) return fail("cannot be read: " + error.message(), folder, "install Assay again");
  std::ranges::sort(files);
  std::string text;
  for (const fs::path& file : files) {
    add(text, file.filename());
    add(text, content(file));
  }
  return text;
}

/// A rebuilt compiler of the same version has another size or date.
std::string identity(const Compiler& compiler) {
  std::error_code ignored;
  const fs::path real = fs::canonical(compiler.path, ignored);
  return fmt::format("{} {} {} {} {}", real.string(), compiler.version, compiler.target, fs::file_size(real, ignored),
                     fs::last_write_time(real, ignored).time_since_epoch().count());
}

bool says_native(const std::vector<std::string>& flags) {
  return std::ranges::any_of(flags, [](const std::string& flag) { return flag.ends_with("=native"); });
}

}  // namespace

std::string processor_identity(const std::string& cpuinfo) {
  constexpr std::array keys{"vendor_id",       "cpu family", "model",       "flags",
                            "CPU implementer", "CPU part",   "CPU variant", "Features"};
  std::istringstream lines(cpuinfo);
  std::string identity;
  for (std::string line; std::getline(lines, line) && !line.empty();) {
    const std::string key = line.substr(0, std::min(line.find_first_of("\t:"), line.size()));
    if (std::ranges::find(keys, key) != keys.end()) identity += line + '\n';
  }
  return identity;
}

Result<std::string> objects_text(const Compilation& compilation, const std::string& cpuinfo) {
  auto text = source_text(compilation.folder);
  if (!text) return text;
  for (const std::string& source : compilation.sources) add(*text, source);
  add(*text, compilation.headers_version);
  add(*text, identity(compilation.compiler));
  for (const auto* flags : {&own_compile_flags, &own_link_flags, &compilation.flags})
    for (const std::string& flag : *flags) add(*text, flag);
  if (says_native(compilation.flags)) add(*text, processor_identity(cpuinfo));
  return text;
}

Result<std::string> objects_key(const Compilation& compilation) {
  const auto text = objects_text(compilation, content("/proc/cpuinfo"));
  if (!text) return text;
  return digest(*text);
}

}  // namespace assay

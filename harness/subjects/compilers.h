#pragma once

#include <string>
#include <vector>

#include "harness/subjects/subjects.h"

namespace assay {

/// The C++ compilers in the folders of a PATH by their names (`g++-12`, `clang++-16`, `aarch64-linux-gnu-g++`), without
/// asking them anything. This machine's own triple in front of a name is left out: it is the same compiler again.
struct CompilerFile {
  std::string name;
  std::filesystem::path path;
};
std::vector<CompilerFile> compiler_files(const std::string& path_variable);

/// By its name or a path; the file is known to exist and to be executable, and was asked nothing. For checking a study.
Result<CompilerFile> compiler_file(const std::string& name_or_path, const std::string& path_variable);

/// Asks a compiler for its version and target.
Result<Compiler> identify(const CompilerFile& file);

}  // namespace assay

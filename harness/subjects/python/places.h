#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/core/error.h"
#include "harness/core/machine.h"
#include "harness/subjects/elf.h"
#include "harness/subjects/subjects.h"

namespace assay {

/// Where interpreters are looked for, and how one is started there.
struct PythonPlaces {
  std::filesystem::path root = "/";            ///< of the file system they belong to
  std::vector<std::filesystem::path> folders;  ///< in order: who comes first owns the name
  std::vector<std::string> prefix;             ///< in front of the command: an emulator; empty: none
  std::string architecture = own_architecture();
};

/// PATH, /usr/bin, /usr/local/bin, /opt/*/bin, ~/.pyenv/versions/*/bin.
PythonPlaces own_python_places();

/// The interpreters of another root, started through `prefix` (`qemu-aarch64-static -L ROOT`).
PythonPlaces python_places_in(const std::filesystem::path& root, const std::vector<std::string>& prefix);

/// As in subjects.h, in these places. A path is taken as it is.
std::vector<Python> find_pythons(const PythonPlaces& places);
Result<Python> find_python(const std::string& name_or_path, const PythonPlaces& places);

}  // namespace assay

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/error.h"
#include "harness/core/json.h"

namespace assay {

/// What the ELF header and the dynamic section of a file say. Neither its name nor a package's text is asked.
struct Elf {
  std::string architecture;  ///< as uname says: `x86_64`, `aarch64`; `machine 243` where we have no name
  enum class Kind { Executable, PositionIndependent, SharedObject, Other } kind = Kind::Other;
  std::string soname;
  std::vector<std::string> needed;
  std::string build_id;                    ///< hexadecimal; empty where there is none
  std::optional<std::string> interpreter;  ///< the dynamic linker it asks for

  bool pie() const { return kind == Kind::PositionIndependent; }
};

/// An error for what is not there, a directory, or not an ELF file.
Result<Elf> read_elf(const std::filesystem::path& file);

/// A shared library for `architecture`, or what is wrong with it, and `hint` as the next step.
Result<Elf> read_shared_library(const std::filesystem::path& file, const std::string& architecture);

/// For the store: {"architecture", "kind", "soname", "needed", "build_id"}.
Json to_json(const Elf& elf);

/// Whether the file exports a dynamic symbol. Used to tell what an unknown library offers, without loading it.
bool exports_any(const std::filesystem::path& file, const std::vector<std::string>& symbols);

}  // namespace assay

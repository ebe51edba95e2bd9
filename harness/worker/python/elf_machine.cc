#include "harness/worker/python/elf_machine.h"

#include <elf.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include "harness/core/machine.h"

namespace assay {
namespace {

/// e_ident, e_type and e_machine lie at the same place in 32- and 64-bit files.
std::optional<Elf32_Ehdr> header(const std::string& path) {
  Elf32_Ehdr found{};
  std::ifstream file(path, std::ios::binary);
  if (!file.read(reinterpret_cast<char*>(&found), sizeof found)) return std::nullopt;
  return std::memcmp(found.e_ident, ELFMAG, SELFMAG) == 0 ? std::optional(found) : std::nullopt;
}

}  // namespace

std::string not_for_this_machine(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return "no such file";
  if (std::filesystem::is_directory(status)) return "is a directory, not a shared library";
  const auto theirs = header(path);
  if (!theirs) return "is not an ELF file";
  const auto ours = header("/proc/self/exe");
  if (!ours || ours->e_machine == theirs->e_machine) return "";
  return "is built for " + elf_architecture(theirs->e_machine) + ", this worker for " +
         elf_architecture(ours->e_machine);
}

}  // namespace assay

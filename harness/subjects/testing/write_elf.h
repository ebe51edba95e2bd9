#pragma once

#include <elf.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

namespace assay {

/// The head of a 64-bit shared object for a machine (e_machine), and nothing else. Its folder is made, too.
inline void write_elf(const std::filesystem::path& file, int machine) {
  std::filesystem::create_directories(file.parent_path());
  Elf64_Ehdr head{};
  const std::string identity{ELFMAG, 4};
  std::copy(identity.begin(), identity.end(), head.e_ident);
  head.e_ident[EI_CLASS] = ELFCLASS64;
  head.e_ident[EI_DATA] = ELFDATA2LSB;
  head.e_ident[EI_VERSION] = EV_CURRENT;
  head.e_type = ET_DYN;
  head.e_machine = static_cast<Elf64_Half>(machine);
  head.e_version = EV_CURRENT;
  head.e_ehsize = sizeof head;
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(&head), sizeof head);
}

}  // namespace assay

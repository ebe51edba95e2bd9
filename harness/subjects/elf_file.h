#pragma once

#include <gelf.h>
#include <libelf.h>

#include <filesystem>

namespace assay {

/// An ELF file that is open for reading with libelf. Null where it cannot be read as one.
class ElfFile {
 public:
  explicit ElfFile(const std::filesystem::path& file);
  ~ElfFile();
  ElfFile(const ElfFile&) = delete;
  ElfFile& operator=(const ElfFile&) = delete;

  ::Elf* get() const { return elf_; }
  explicit operator bool() const { return elf_ != nullptr; }

  /// Calls f(header, data) for every section of a type.
  template <typename F>
  void sections(Elf64_Word type, F f) const {
    for (Elf_Scn* section = elf_nextscn(elf_, nullptr); section != nullptr; section = elf_nextscn(elf_, section)) {
      GElf_Shdr header;
      if (gelf_getshdr(section, &header) == nullptr || header.sh_type != type) continue;
      if (Elf_Data* data = elf_getdata(section, nullptr)) f(header, *data);
    }
  }

 private:
  int descriptor_ = -1;
  ::Elf* elf_ = nullptr;
};

}  // namespace assay

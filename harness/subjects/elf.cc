#include "harness/subjects/elf.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "harness/core/machine.h"
#include "harness/subjects/elf_file.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

/// An entry of .dynamic names its strings by offset into the section that the header links to.
std::string text(const ElfFile& file, const GElf_Shdr& header, std::size_t offset) {
  const char* found = elf_strptr(file.get(), header.sh_link, offset);
  return found != nullptr ? found : "";
}

void read_dynamic(const ElfFile& file, Elf& elf, GElf_Xword& flags_1) {
  file.sections(SHT_DYNAMIC, [&](const GElf_Shdr& header, Elf_Data& data) {
    GElf_Dyn entry;
    for (int i = 0; gelf_getdyn(&data, i, &entry) != nullptr && entry.d_tag != DT_NULL; ++i) {
      if (entry.d_tag == DT_NEEDED) elf.needed.push_back(text(file, header, entry.d_un.d_val));
      if (entry.d_tag == DT_SONAME) elf.soname = text(file, header, entry.d_un.d_val);
      if (entry.d_tag == DT_FLAGS_1) flags_1 = entry.d_un.d_val;
    }
  });
}

void read_build_id(const ElfFile& file, Elf& elf) {
  file.sections(SHT_NOTE, [&](const GElf_Shdr& /*header*/, Elf_Data& data) {
    GElf_Nhdr note;
    std::size_t name = 0;
    std::size_t description = 0;
    for (std::size_t at = 0; (at = gelf_getnote(&data, at, &note, &name, &description)) > 0;) {
      const auto* bytes = static_cast<const unsigned char*>(data.d_buf);
      if (note.n_type != NT_GNU_BUILD_ID || note.n_namesz != 4 || std::memcmp(bytes + name, "GNU", 4) != 0) continue;
      elf.build_id = fmt::format("{:02x}", fmt::join(bytes + description, bytes + description + note.n_descsz, ""));
    }
  });
}

std::optional<std::string> interpreter_of(const ElfFile& file) {
  std::size_t count = 0;
  elf_getphdrnum(file.get(), &count);
  for (std::size_t i = 0; i < count; ++i) {
    GElf_Phdr header;
    if (gelf_getphdr(file.get(), static_cast<int>(i), &header) == nullptr || header.p_type != PT_INTERP) continue;
    std::size_t size = 0;
    const char* whole = elf_rawfile(file.get(), &size);
    if (header.p_offset + header.p_filesz <= size)
      return std::string(whole + header.p_offset, strnlen(whole + header.p_offset, header.p_filesz));
  }
  return std::nullopt;
}

/// Position-independent executables and shared objects are both ET_DYN: the linker marks the former. (libc.so.6 has an
/// interpreter, too.)
Elf::Kind kind_of(int type, GElf_Xword flags_1) {
  if (type == ET_EXEC) return Elf::Kind::Executable;
  if (type != ET_DYN) return Elf::Kind::Other;
  return (flags_1 & DF_1_PIE) != 0 ? Elf::Kind::PositionIndependent : Elf::Kind::SharedObject;
}

const char* name(Elf::Kind kind) {
  switch (kind) {
    case Elf::Kind::Executable:
      return "executable";
    case Elf::Kind::PositionIndependent:
      return "position-independent executable";
    case Elf::Kind::SharedObject:
      return "shared object";
    case Elf::Kind::Other:
      break;
  }
  return "other";
}

}  // namespace

ElfFile::ElfFile(const fs::path& file) : descriptor_(open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0 || elf_version(EV_CURRENT) == EV_NONE) return;
  elf_ = elf_begin(descriptor_, ELF_C_READ_MMAP, nullptr);
  if (elf_ != nullptr && elf_kind(elf_) == ELF_K_ELF) return;
  elf_end(elf_);
  elf_ = nullptr;
}

ElfFile::~ElfFile() {
  elf_end(elf_);
  if (descriptor_ >= 0) close(descriptor_);
}

Result<Elf> read_elf(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return fail("no such file", path);
  if (fs::is_directory(status)) return fail("a directory, where an ELF file is wanted", path);
  if (!fs::is_regular_file(status)) return fail("not a regular file, where an ELF file is wanted", path);
  if (access(path.c_str(), R_OK) != 0) return fail("cannot be read: permission denied", path);
  const ElfFile file(path);
  GElf_Ehdr header;
  if (!file || gelf_getehdr(file.get(), &header) == nullptr) return fail("not an ELF file", path);
  Elf elf;
  GElf_Xword flags_1 = 0;
  elf.architecture = elf_architecture(header.e_machine);
  read_dynamic(file, elf, flags_1);
  read_build_id(file, elf);
  elf.interpreter = interpreter_of(file);
  elf.kind = kind_of(header.e_type, flags_1);
  return elf;
}

Result<Elf> read_shared_library(const fs::path& file, const std::string& architecture) {
  auto elf = read_elf(file);
  if (!elf) {
    elf.error().hint = "name a shared library (.so)";
    return elf;
  }
  if (elf->kind != Elf::Kind::SharedObject)
    return fail(fmt::format("an ELF file, but not a shared library: {}", name(elf->kind)), file,
                "name a shared library (.so)");
  if (elf->architecture != architecture)
    return fail(fmt::format("a library for {}, and this runs on {}", elf->architecture, architecture), file,
                fmt::format("name one for {}", architecture));
  return elf;
}

Json to_json(const Elf& elf) {
  return {{"architecture", elf.architecture},
          {"kind", name(elf.kind)},
          {"soname", elf.soname.empty() ? Json() : Json(elf.soname)},
          {"needed", elf.needed},
          {"build_id", elf.build_id.empty() ? Json() : Json(elf.build_id)}};
}

bool exports_any(const fs::path& path, const std::vector<std::string>& symbols) {
  const ElfFile file(path);
  bool found = false;
  if (!file) return found;
  file.sections(SHT_DYNSYM, [&](const GElf_Shdr& header, Elf_Data& data) {
    GElf_Sym symbol;
    for (int i = 0; !found && gelf_getsym(&data, i, &symbol) != nullptr; ++i)
      found = symbol.st_shndx != SHN_UNDEF &&
              std::ranges::find(symbols, text(file, header, symbol.st_name)) != symbols.end();
  });
  return found;
}

}  // namespace assay

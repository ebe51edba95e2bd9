#include "harness/worker/native/binding.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>

#include <cstring>
#include <span>

#include "harness/worker/native/library.h"

namespace assay::native {
namespace {

/// The dynamic section of a loaded object, as far as imports go. glibc has made its addresses absolute.
struct Dynamic {
  const ElfW(Sym) * symbols = nullptr;
  const char* strings = nullptr;
  std::span<const ElfW(Rela)> calls;  ///< DT_JMPREL: the procedure linkage table's
  std::span<const ElfW(Rela)> data;   ///< DT_RELA: all others, among them calls bound at start (-z now, -fno-plt)
};

Dynamic dynamic_of(const link_map& map) {
  Dynamic dynamic;
  const ElfW(Rela)* calls = nullptr;
  const ElfW(Rela)* data = nullptr;
  std::size_t call_bytes = 0;
  std::size_t data_bytes = 0;
  for (const ElfW(Dyn)* entry = map.l_ld; entry->d_tag != DT_NULL; ++entry) {
    const auto address = entry->d_un.d_ptr;
    switch (entry->d_tag) {
      case DT_SYMTAB:
        dynamic.symbols = reinterpret_cast<const ElfW(Sym)*>(address);
        break;
      case DT_STRTAB:
        dynamic.strings = reinterpret_cast<const char*>(address);
        break;
      case DT_JMPREL:
        calls = reinterpret_cast<const ElfW(Rela)*>(address);
        break;
      case DT_PLTRELSZ:
        call_bytes = entry->d_un.d_val;
        break;
      case DT_RELA:
        data = reinterpret_cast<const ElfW(Rela)*>(address);
        break;
      case DT_RELASZ:
        data_bytes = entry->d_un.d_val;
        break;
      default:
        break;
    }
  }
  dynamic.calls = {calls, call_bytes / sizeof(ElfW(Rela))};
  dynamic.data = {data, data_bytes / sizeof(ElfW(Rela))};
  return dynamic;
}

const void* bound_address(const link_map& map, const Dynamic& dynamic, const std::string& symbol) {
  for (const auto& relocations : {dynamic.calls, dynamic.data}) {
    for (const ElfW(Rela) & relocation : relocations) {
      const auto& entry = dynamic.symbols[ELF64_R_SYM(relocation.r_info)];
      if (symbol != dynamic.strings + entry.st_name) continue;
      const void* address = nullptr;
      std::memcpy(&address, reinterpret_cast<const void*>(map.l_addr + relocation.r_offset), sizeof address);
      return address;
    }
  }
  return nullptr;
}

}  // namespace

std::string file_bound_by(void* handle, const std::vector<std::string>& symbols) {
  link_map* map = nullptr;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0 || map == nullptr) return {};
  const Dynamic dynamic = dynamic_of(*map);
  for (const std::string& symbol : symbols)
    if (const void* address = bound_address(*map, dynamic, symbol)) return file_of(address);
  return {};
}

}  // namespace assay::native

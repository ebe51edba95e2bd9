#pragma once

#include <string>

namespace assay {

/// This machine's architecture as uname says: `x86_64`, `aarch64`.
std::string own_architecture();

/// An ELF header's e_machine by the name that uname has for it; `ELF machine 243` for one that we do not know.
std::string elf_architecture(unsigned e_machine);

/// Debian's name of an architecture, by which unpacked packages lie: `amd64`, `arm64`.
std::string debian_architecture(const std::string& architecture);

}  // namespace assay

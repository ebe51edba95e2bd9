#include "harness/core/machine.h"

#include <elf.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>

namespace assay {
namespace {

struct Architecture {
  unsigned e_machine;
  const char* name;
  const char* debian;
};

constexpr std::array kArchitectures = {
    Architecture{EM_X86_64, "x86_64", "amd64"},   Architecture{EM_AARCH64, "aarch64", "arm64"},
    Architecture{EM_386, "i686", "i386"},         Architecture{EM_ARM, "armv7l", "armhf"},
    Architecture{EM_RISCV, "riscv64", "riscv64"}, Architecture{EM_PPC64, "ppc64le", "ppc64el"},
    Architecture{EM_S390, "s390x", "s390x"},
};

}  // namespace

std::string own_architecture() {
  utsname names{};
  return uname(&names) == 0 ? names.machine : "unknown";
}

std::string elf_architecture(unsigned e_machine) {
  const auto found = std::ranges::find(kArchitectures, e_machine, &Architecture::e_machine);
  return found != kArchitectures.end() ? found->name : "ELF machine " + std::to_string(e_machine);
}

std::string debian_architecture(const std::string& architecture) {
  const auto found =
      std::ranges::find_if(kArchitectures, [&](const Architecture& a) { return architecture == a.name; });
  return found != kArchitectures.end() ? found->debian : architecture;
}

}  // namespace assay

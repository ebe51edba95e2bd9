// Linux on arm64 has no "model name". The main ID register names the core; which product carries it is told by the
// firmware's tables (DMI), by the SoC id, or by nothing at all. Part numbers are those of Arm's and the vendors'
// reference manuals.
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <set>

#include "harness/host/isa/isa.h"

namespace assay {
namespace {

struct Core {
  unsigned implementer, part;
  const char* name;
};

constexpr std::array kCores = {Core{0x41, 0xd03, "Cortex-A53"},
                               Core{0x41, 0xd04, "Cortex-A35"},
                               Core{0x41, 0xd05, "Cortex-A55"},
                               Core{0x41, 0xd07, "Cortex-A57"},
                               Core{0x41, 0xd08, "Cortex-A72"},
                               Core{0x41, 0xd09, "Cortex-A73"},
                               Core{0x41, 0xd0a, "Cortex-A75"},
                               Core{0x41, 0xd0b, "Cortex-A76"},
                               Core{0x41, 0xd0c, "Neoverse N1"},
                               Core{0x41, 0xd40, "Neoverse V1"},
                               Core{0x41, 0xd41, "Cortex-A78"},
                               Core{0x41, 0xd44, "Cortex-X1"},
                               Core{0x41, 0xd49, "Neoverse N2"},
                               Core{0x41, 0xd4a, "Neoverse E1"},
                               Core{0x41, 0xd4f, "Neoverse V2"},
                               Core{0x41, 0xd84, "Neoverse V3"},
                               Core{0x41, 0xd8e, "Neoverse N3"},
                               Core{0x43, 0x0af, "ThunderX2"},
                               Core{0x46, 0x001, "A64FX"},
                               Core{0x48, 0xd01, "Kunpeng 920"},
                               Core{0x61, 0x022, "Apple M1 Icestorm"},
                               Core{0x61, 0x023, "Apple M1 Firestorm"},
                               Core{0x6d, 0xd49, "Neoverse N2"},
                               Core{0xc0, 0xac3, "AmpereOne"},
                               Core{0xc0, 0xac4, "AmpereOne"}};

std::string core_name(const Midr& midr) {
  for (const Core& core : kCores) {
    if (core.implementer == midr.implementer && core.part == midr.part) return core.name;
  }
  return {};
}

// Azure marks every virtual machine with this chassis tag (Microsoft's guest documentation).
constexpr const char* kAzureTag = "7783-7084-3265-9085-8269-3286-77";

struct Product {
  const char* core;
  const char* key;     ///< of DMI, or `soc_id`
  const char* begins;  ///< what its text begins with
  const char* name;
};

constexpr std::array kProducts = {
    Product{"", "processor", "AWS Graviton", ""},  // says its own name
    Product{"Cortex-A72", "sys_vendor", "Amazon EC2", "AWS Graviton"},
    Product{"Neoverse N1", "sys_vendor", "Amazon EC2", "AWS Graviton2"},
    Product{"Neoverse V1", "sys_vendor", "Amazon EC2", "AWS Graviton3"},
    Product{"Neoverse V2", "sys_vendor", "Amazon EC2", "AWS Graviton4"},
    Product{"Neoverse V3", "sys_vendor", "Amazon EC2", "AWS Graviton5"},
    Product{"Neoverse N1", "soc_id", "jep106:0a16:0001", "Ampere Altra"},
    Product{"Neoverse N1", "chassis_asset_tag", kAzureTag, "Ampere Altra"},
    Product{"Neoverse N1", "sys_vendor", "Google", "Ampere Altra"},
    Product{"Neoverse N2", "product_name", "Alibaba Cloud ECS", "Alibaba Yitian 710"},
    Product{"Neoverse N2", "chassis_asset_tag", kAzureTag, "Microsoft Azure Cobalt 100"},
    Product{"Neoverse V2", "soc_id", "jep106:036b:0241", "NVIDIA Grace"},
    Product{"Neoverse V2", "sys_vendor", "Google", "Google Axion"},
    Product{"Neoverse N3", "sys_vendor", "Google", "Google Axion N4A"},
};

std::string product_name(const HostFacts& facts, const std::string& core) {
  for (const Product& product : kProducts) {
    const std::string text =
        std::string("soc_id") == product.key ? facts.soc_id.value_or("") : entry(facts.dmi, product.key);
    const bool core_fits = *product.core == '\0' || core == product.core;
    if (core_fits && text.starts_with(product.begins)) return *product.name == '\0' ? text : product.name;
  }
  const std::string processor = entry(facts.dmi, "processor");
  return processor.starts_with("Ampere") ? processor : std::string();
}

CpuName name(const HostFacts& facts) {
  CpuName found;
  std::set<std::string> cores;
  for (const MidrFact& fact : facts.midr) {
    const Midr midr = decode_midr(fact.midr);
    if (const std::string core = core_name(midr); !core.empty() && cores.insert(core).second) {
      found.core += (found.core.empty() ? "" : " + ") + core;
    }
    if (!found.ids.empty()) found.ids += ", ";
    found.ids += fmt::format("MIDR {:#04x}/{:#05x} r{}p{}", midr.implementer, midr.part, midr.variant, midr.revision);
  }
  found.product = product_name(facts, found.core);
  return found;
}

}  // namespace

Midr decode_midr(const std::string& text) {
  const unsigned long value = std::strtoul(text.c_str(), nullptr, 0);
  return {.implementer = static_cast<unsigned>(value >> 24 & 0xff),
          .variant = static_cast<unsigned>(value >> 20 & 0xf),
          .part = static_cast<unsigned>(value >> 4 & 0xfff),
          .revision = static_cast<unsigned>(value & 0xf)};
}

const Isa kAarch64 = {"aarch64", name};

}  // namespace assay

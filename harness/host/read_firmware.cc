// DMI (SMBIOS) and what tells of a hypervisor or a container.
#include <array>
#include <fstream>
#include <iterator>
#include <string_view>

#include "harness/host/read.h"

namespace assay {
namespace {

// Serial numbers and UUIDs in the same folder name one person's machine and are left alone.
constexpr std::array kDmi = {"sys_vendor", "product_name", "product_version", "product_family", "board_vendor",
                             "board_name", "bios_vendor",  "bios_version",    "chassis_vendor", "chassis_asset_tag"};

/// String number `index` (from 1) of the set that follows an SMBIOS structure's formatted part (DSP0134, 6.1.3).
std::string smbios_string(const std::string& raw, std::size_t index) {
  std::size_t at = static_cast<unsigned char>(raw[1]);
  for (std::size_t number = 1; at < raw.size() && raw[at] != '\0'; ++number) {
    const std::size_t end = raw.find('\0', at);
    if (end == std::string::npos) return {};
    if (number == index) return printable(trim(raw.substr(at, end - at)));
    at = end + 1;
  }
  return {};
}

/// Processor version, offset 0x10 of the type 4 structure (DSP0134, 7.5): where Graviton says its name. Readable by
/// root only.
std::string smbios_processor(const Tree& tree) {
  std::ifstream in(tree.path("sys/firmware/dmi/entries/4-0/raw"), std::ios::binary);
  const std::string raw{std::istreambuf_iterator<char>(in), {}};
  if (raw.size() < 0x12 || raw[0] != 4) return {};
  return smbios_string(raw, static_cast<unsigned char>(raw[0x10]));
}

std::optional<std::string> container(const Tree& tree) {
  if (auto told = tree.text("run/systemd/container")) return told;
  if (tree.has("run/.containerenv")) return "podman";
  if (tree.has(".dockerenv")) return "docker";
  return std::nullopt;
}

}  // namespace

void read_firmware(const Tree& tree, HostFacts& facts) {
  for (const char* key : kDmi) {
    if (auto value = tree.text(std::string("sys/class/dmi/id/") + key)) facts.dmi[key] = *value;
  }
  if (auto processor = smbios_processor(tree); !processor.empty()) facts.dmi["processor"] = processor;
  facts.hypervisor = tree.first_of({"sys/hypervisor/type", "proc/device-tree/hypervisor/compatible"});
  facts.container = container(tree);
}

}  // namespace assay

// x86 names its products itself (the brand string), though virtual machines often show a bare "Intel(R) Xeon(R)
// Processor". The microarchitecture follows from vendor, family, model and, for the Skylake servers, stepping (the
// vendors' revision guides).
#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "harness/host/isa/isa.h"

namespace assay {
namespace {

struct Core {
  const char* vendor;
  int family, first_model, last_model;
  int first_stepping;  ///< from this one on
  const char* name;
};

constexpr const char* kIntel = "GenuineIntel";
constexpr const char* kAmd = "AuthenticAMD";

// The first row that fits holds.
constexpr std::array kCores = {Core{kIntel, 6, 0x2d, 0x2d, 0, "Sandy Bridge-EP"},
                               Core{kIntel, 6, 0x3e, 0x3e, 0, "Ivy Bridge-EP"},
                               Core{kIntel, 6, 0x3c, 0x3c, 0, "Haswell"},
                               Core{kIntel, 6, 0x3f, 0x3f, 0, "Haswell-EP"},
                               Core{kIntel, 6, 0x45, 0x46, 0, "Haswell"},
                               Core{kIntel, 6, 0x3d, 0x3d, 0, "Broadwell"},
                               Core{kIntel, 6, 0x47, 0x47, 0, "Broadwell"},
                               Core{kIntel, 6, 0x4f, 0x4f, 0, "Broadwell-EP"},
                               Core{kIntel, 6, 0x56, 0x56, 0, "Broadwell-DE"},
                               Core{kIntel, 6, 0x4e, 0x4e, 0, "Skylake"},
                               Core{kIntel, 6, 0x5e, 0x5e, 0, "Skylake"},
                               Core{kIntel, 6, 0x55, 0x55, 10, "Cooper Lake"},
                               Core{kIntel, 6, 0x55, 0x55, 5, "Cascade Lake"},
                               Core{kIntel, 6, 0x55, 0x55, 0, "Skylake-SP"},
                               Core{kIntel, 6, 0x6a, 0x6a, 0, "Ice Lake-SP"},
                               Core{kIntel, 6, 0x6c, 0x6c, 0, "Ice Lake-D"},
                               Core{kIntel, 6, 0x7d, 0x7e, 0, "Ice Lake"},
                               Core{kIntel, 6, 0x8c, 0x8d, 0, "Tiger Lake"},
                               Core{kIntel, 6, 0x8e, 0x8e, 0, "Kaby Lake"},
                               Core{kIntel, 6, 0x9e, 0x9e, 10, "Coffee Lake"},
                               Core{kIntel, 6, 0x9e, 0x9e, 0, "Kaby Lake"},
                               Core{kIntel, 6, 0xa5, 0xa6, 0, "Comet Lake"},
                               Core{kIntel, 6, 0xa7, 0xa7, 0, "Rocket Lake"},
                               Core{kIntel, 6, 0x97, 0x97, 0, "Alder Lake"},
                               Core{kIntel, 6, 0x9a, 0x9a, 0, "Alder Lake"},
                               Core{kIntel, 6, 0xb7, 0xb7, 0, "Raptor Lake"},
                               Core{kIntel, 6, 0xba, 0xba, 0, "Raptor Lake"},
                               Core{kIntel, 6, 0xbf, 0xbf, 0, "Raptor Lake"},
                               Core{kIntel, 6, 0xaa, 0xaa, 0, "Meteor Lake"},
                               Core{kIntel, 6, 0xac, 0xac, 0, "Meteor Lake"},
                               Core{kIntel, 6, 0xbd, 0xbd, 0, "Lunar Lake"},
                               Core{kIntel, 6, 0xc5, 0xc6, 0, "Arrow Lake"},
                               Core{kIntel, 6, 0x8f, 0x8f, 0, "Sapphire Rapids"},
                               Core{kIntel, 6, 0xcf, 0xcf, 0, "Emerald Rapids"},
                               Core{kIntel, 6, 0xad, 0xae, 0, "Granite Rapids"},
                               Core{kIntel, 6, 0xaf, 0xaf, 0, "Sierra Forest"},
                               Core{kAmd, 0x17, 0x08, 0x08, 0, "Zen+"},
                               Core{kAmd, 0x17, 0x18, 0x18, 0, "Zen+"},
                               Core{kAmd, 0x17, 0x00, 0x2f, 0, "Zen"},
                               Core{kAmd, 0x17, 0x30, 0xaf, 0, "Zen 2"},
                               Core{kAmd, 0x19, 0x10, 0x1f, 0, "Zen 4"},
                               Core{kAmd, 0x19, 0x60, 0x7f, 0, "Zen 4"},
                               Core{kAmd, 0x19, 0xa0, 0xaf, 0, "Zen 4c"},
                               Core{kAmd, 0x19, 0x40, 0x4f, 0, "Zen 3+"},
                               Core{kAmd, 0x19, 0x00, 0x5f, 0, "Zen 3"},
                               Core{kAmd, 0x1a, 0x10, 0x1f, 0, "Zen 5c"},
                               Core{kAmd, 0x1a, 0x00, 0x7f, 0, "Zen 5"},
                               Core{"HygonGenuine", 0x18, 0x00, 0xff, 0, "Dhyana (Zen)"}};

int number(const std::string& text) {
  return text.empty() ? -1 : std::atoi(text.c_str());
}

std::string core_name(const std::string& vendor, int family, int model, int stepping) {
  for (const Core& core : kCores) {
    if (vendor == core.vendor && family == core.family && model >= core.first_model && model <= core.last_model &&
        stepping >= core.first_stepping) {
      return core.name;
    }
  }
  return {};
}

CpuName name(const HostFacts& facts) {
  const std::string vendor = entry(facts.cpu, "vendor_id");
  const std::string family = entry(facts.cpu, "cpu family");
  const std::string model = entry(facts.cpu, "model");
  const std::string stepping = entry(facts.cpu, "stepping");
  CpuName found;
  if (vendor.empty() || family.empty() || model.empty()) return found;
  found.core = core_name(vendor, number(family), number(model), number(stepping));
  found.product = entry(facts.cpu, "model name");
  found.ids =
      fmt::format("{} family {} model {}{}", vendor, family, model, stepping.empty() ? "" : " stepping " + stepping);
  return found;
}

}  // namespace

const Isa kX86_64 = {"x86_64", name};

}  // namespace assay

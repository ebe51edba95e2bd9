#include "harness/host/names.h"

#include <fmt/format.h>

#include <array>

#include "harness/host/isa/isa.h"
#include "harness/host/tree.h"

namespace assay {
namespace {

const std::array kIsas = {&kAarch64, &kX86_64};

bool contains_word(const std::string& text, const std::string& word) {
  return (' ' + text + ' ').find(' ' + word + ' ') != std::string::npos;
}

bool says_hypervisor(const HostFacts& facts) {
  return contains_word(entry(facts.cpu, "flags"), "hypervisor");
}

struct Guest {
  const char* key;
  const char* begins;
  const char* name;
};

// Bare-metal machines of EC2 carry the same vendor and are told by `.metal` in their product's name.
constexpr std::array kGuests = {
    Guest{"sys_vendor", "Amazon EC2", "Amazon EC2 (Nitro)"},
    Guest{"sys_vendor", "Google", "Google Compute Engine (KVM)"},
    Guest{"product_name", "Alibaba Cloud ECS", "Alibaba Cloud ECS (KVM)"},
    Guest{"chassis_asset_tag", "7783-7084-3265-9085-8269-3286-77", "Microsoft Azure (Hyper-V)"},
    Guest{"product_name", "KVM", "KVM"},
    Guest{"sys_vendor", "QEMU", "KVM (QEMU)"},
    Guest{"sys_vendor", "VMware", "VMware"},
    Guest{"product_name", "VirtualBox", "VirtualBox"},
    Guest{"sys_vendor", "Xen", "Xen"},
    Guest{"sys_vendor", "DigitalOcean", "DigitalOcean (KVM)"},
    Guest{"sys_vendor", "Hetzner", "Hetzner Cloud (KVM)"}};

std::string lower_type(const std::string& type) {
  if (type == "Data") return " data";
  if (type == "Instruction") return " instruction";
  return {};
}

}  // namespace

std::string entry(const std::map<std::string, std::string>& entries, const char* key) {
  const auto found = entries.find(key);
  return found == entries.end() ? std::string() : found->second;
}

CpuName cpu_name(const HostFacts& facts) {
  for (const Isa* isa : kIsas) {
    if (facts.architecture == isa->architecture) return isa->name(facts);
  }
  return {};
}

std::string describe_cpu(const HostFacts& facts) {
  const CpuName name = cpu_name(facts);
  if (!name.product.empty() && !name.core.empty()) return fmt::format("{} ({})", name.product, name.core);
  if (!name.core.empty()) return name.core;
  if (!name.product.empty()) return name.product;
  return name.ids.empty() ? "unknown CPU" : name.ids;
}

std::optional<std::string> virtualisation(const HostFacts& facts) {
  if (facts.hypervisor) return *facts.hypervisor == "xen" ? "Xen" : *facts.hypervisor;
  const bool metal = entry(facts.dmi, "product_name").find(".metal") != std::string::npos;
  for (const Guest& guest : kGuests) {
    if (!metal && entry(facts.dmi, guest.key).starts_with(guest.begins)) return guest.name;
  }
  if (!says_hypervisor(facts)) return std::nullopt;
  return facts.dmi.empty() ? "a hypervisor that hides its name (no DMI)" : "a hypervisor that is not known by name";
}

std::optional<bool> smt_active(const HostFacts& facts) {
  if (facts.smt_active) return facts.smt_active == "1";
  if (facts.siblings) return count_cpus(*facts.siblings) > 1;
  return std::nullopt;
}

std::optional<bool> turbo_active(const HostFacts& facts) {
  if (facts.no_turbo) return facts.no_turbo == "0";
  if (facts.boost) return facts.boost == "1";
  return std::nullopt;
}

std::string describe_caches(const HostFacts& facts) {
  std::string text;
  for (const CacheFact& cache : facts.caches) {
    if (!text.empty()) text += ", ";
    if (cache.count > 1) text += fmt::format("{} × ", cache.count);
    text += fmt::format("{} L{}{}", cache.size, cache.level, lower_type(cache.type));
    if (cache.cpus > 1) text += fmt::format(" ({} CPUs)", cache.cpus);
  }
  return text;
}

}  // namespace assay

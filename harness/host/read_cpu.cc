// What the kernel says of the processors: identification registers, /proc/cpuinfo, caches, NUMA, clock and
// hyper-threads.
#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <tuple>

#include "harness/host/read.h"

namespace assay {
namespace {

const std::string kCpus = "sys/devices/system/cpu/";

bool is_cpu(const std::string& name) {
  return name.size() > 3 &&
         std::all_of(name.begin() + 3, name.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::vector<std::string> cpu_folders(const Tree& tree) {
  auto names = tree.names(kCpus, "cpu");
  std::erase_if(names, [](const std::string& name) { return !is_cpu(name); });
  return names;
}

using Block = std::map<std::string, std::string>;

/// The blocks of /proc/cpuinfo. Linux on arm64 opens each with `processor`, s390 and others do not.
std::vector<Block> cpuinfo_blocks(const Tree& tree) {
  std::vector<Block> blocks(1);
  for (const std::string& line : tree.lines("proc/cpuinfo")) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) {
      if (!blocks.back().empty()) blocks.emplace_back();
    } else {
      blocks.back()[trim(line.substr(0, colon))] = trim(line.substr(colon + 1));
    }
  }
  if (blocks.back().empty()) blocks.pop_back();
  return blocks;
}

/// The register as sysfs would print it, from the fields that /proc/cpuinfo shows (kernels before 4.7 have no sysfs
/// file).
std::optional<std::string> midr_from(const Block& block) {
  const auto field = [&](const char* key) -> std::optional<unsigned long> {
    const auto found = block.find(key);
    if (found == block.end() || found->second.empty()) return std::nullopt;
    return std::strtoul(found->second.c_str(), nullptr, 0);
  };
  const auto implementer = field("CPU implementer");
  const auto part = field("CPU part");
  if (!implementer || !part) return std::nullopt;
  const unsigned long midr = *implementer << 24 | field("CPU variant").value_or(0) << 20 | 0xfUL << 16 | *part << 4 |
                             field("CPU revision").value_or(0);
  char text[32];
  std::snprintf(text, sizeof text, "0x%016lx", midr);
  return text;
}

std::vector<MidrFact> read_midr(const Tree& tree, const std::vector<Block>& blocks) {
  std::map<std::string, std::vector<int>> by_value;
  for (const std::string& name : cpu_folders(tree)) {
    const auto midr = tree.text(kCpus + name + "/regs/identification/midr_el1");
    if (midr) by_value[*midr].push_back(std::stoi(name.substr(3)));
  }
  if (by_value.empty()) {
    for (std::size_t cpu = 0; cpu < blocks.size(); ++cpu) {
      if (const auto midr = midr_from(blocks[cpu])) by_value[*midr].push_back(static_cast<int>(cpu));
    }
  }
  std::vector<MidrFact> facts;
  for (const auto& [midr, cpus] : by_value) facts.push_back({cpu_list(cpus), midr});
  return facts;
}

std::vector<CacheFact> read_caches(const Tree& tree) {
  std::map<std::tuple<int, std::string, std::string, int>, std::set<std::string>>
      found;  // -> the distinct sets of CPUs
  for (const std::string& cpu : cpu_folders(tree)) {
    for (const std::string& index : tree.names(kCpus + cpu + "/cache", "index")) {
      const std::string folder = kCpus + cpu + "/cache/" + index + '/';
      const auto level = tree.text(folder + "level");
      const auto size = tree.text(folder + "size");
      if (!level || !size) continue;
      const std::string sharing = tree.text(folder + "shared_cpu_list").value_or(cpu.substr(3));
      found[{std::atoi(level->c_str()), tree.text(folder + "type").value_or(""), *size, count_cpus(sharing)}].insert(
          sharing);
    }
  }
  std::vector<CacheFact> facts;
  for (const auto& [key, sets] : found) {
    const auto& [level, type, size, cpus] = key;
    facts.push_back({level, type, size, cpus, static_cast<int>(sets.size())});
  }
  return facts;
}

std::optional<std::string> distinct(const Tree& tree, const std::string& file) {
  std::set<std::string> values;
  for (const std::string& cpu : cpu_folders(tree)) {
    if (auto value = tree.text(kCpus + cpu + '/' + file)) values.insert(*value);
  }
  std::string all;
  for (const std::string& value : values) all += (all.empty() ? "" : " ") + value;
  return all.empty() ? std::nullopt : std::optional(all);
}

std::optional<std::string> architecture(const Tree& tree, const Block& cpu, bool has_midr) {
  if (auto told = tree.text("proc/sys/kernel/arch")) return told;  // since Linux 6.1
  if (has_midr) return "aarch64";
  if (cpu.contains("vendor_id") && cpu.contains("cpu family")) return "x86_64";
  return std::nullopt;
}

/// What changes from moment to moment or from CPU to CPU.
const std::set<std::string> kPassing = {"processor",      "cpu MHz",     "core id",  "apicid",
                                        "initial apicid", "physical id", "bogomips", "BogoMIPS"};

}  // namespace

void read_processors(const Tree& tree, HostFacts& facts) {
  const auto blocks = cpuinfo_blocks(tree);
  facts.midr = read_midr(tree, blocks);
  if (!blocks.empty()) facts.cpu = blocks.front();
  std::erase_if(facts.cpu, [](const auto& entry) { return kPassing.contains(entry.first) || entry.second.empty(); });
  facts.architecture = architecture(tree, facts.cpu, !facts.midr.empty());
  facts.soc_id = tree.text("sys/devices/soc0/soc_id");
  facts.cpus_possible = tree.text(kCpus + "possible");
  facts.cpus_online = tree.text(kCpus + "online");
  facts.caches = read_caches(tree);
  for (const std::string& node : tree.names("sys/devices/system/node", "node")) {
    if (const auto cpus = tree.text("sys/devices/system/node/" + node + "/cpulist")) {
      facts.numa.push_back({std::atoi(node.c_str() + 4), *cpus});
    }
  }
  facts.sve_vector_length = tree.text("proc/sys/abi/sve_default_vector_length");
}

void read_clock_and_threads(const Tree& tree, HostFacts& facts) {
  facts.governor = distinct(tree, "cpufreq/scaling_governor");
  facts.frequency_driver = distinct(tree, "cpufreq/scaling_driver");
  facts.frequency_max = distinct(tree, "cpufreq/cpuinfo_max_freq");
  facts.no_turbo = tree.text(kCpus + "intel_pstate/no_turbo");
  facts.boost = tree.text(kCpus + "cpufreq/boost");
  facts.smt_control = tree.text(kCpus + "smt/control");
  facts.smt_active = tree.text(kCpus + "smt/active");
  facts.siblings = tree.text(kCpus + "cpu0/topology/thread_siblings_list");
  for (const std::string& name : tree.names(kCpus + "vulnerabilities")) {
    if (auto state = tree.text(kCpus + "vulnerabilities/" + name)) facts.vulnerabilities[name] = *state;
  }
}

}  // namespace assay

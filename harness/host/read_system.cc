// Kernel, C library, memory, limits and load.
#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <sstream>

#include "harness/host/read.h"
#include "harness/host/usable_cpus.h"

namespace assay {
namespace {

// The rest of a kernel's command line may hold names and keys, and says nothing of speed.
constexpr std::array kBootOptions = {"mitigations",
                                     "nosmt",
                                     "isolcpus",
                                     "nohz_full",
                                     "rcu_nocbs",
                                     "intel_pstate",
                                     "amd_pstate",
                                     "idle",
                                     "processor.max_cstate",
                                     "intel_idle.max_cstate",
                                     "nopti",
                                     "nospectre_v2",
                                     "spectre_v2",
                                     "hugepages",
                                     "default_hugepagesz",
                                     "clocksource",
                                     "tsc",
                                     "preempt",
                                     "transparent_hugepage"};

std::vector<std::string> boot_options(const Tree& tree) {
  std::vector<std::string> kept;
  std::istringstream words(tree.text("proc/cmdline").value_or(""));
  for (std::string word; words >> word && word != "--";) {  // what follows `--` is handed to init
    const std::string key = word.substr(0, word.find('='));
    if (std::find(kBootOptions.begin(), kBootOptions.end(), key) != kBootOptions.end()) kept.push_back(word);
  }
  return kept;
}

/// `GNU C Library (Debian GLIBC 2.36-9) stable release version 2.36.`, from the library's own text.
std::optional<std::string> libc(const Tree& tree) {
  for (const char* folder : {"lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu", "lib64", "usr/lib64", "usr/lib"}) {
    std::ifstream in(tree.path(std::string(folder) + "/libc.so.6"), std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(in), {}};
    const auto at = all.find("GNU C Library");
    if (at != std::string::npos) return trim(all.substr(at, all.find_first_of(std::string_view("\n\0", 2), at) - at));
  }
  for (const std::string& name : tree.names("lib", "ld-musl-")) return "musl (" + name + ')';
  return std::nullopt;
}

bool is_cpu_pmu(const std::string& name) {
  return name == "cpu" || name.starts_with("cpu_") || name.starts_with("armv8") || name.starts_with("arm_");
}

}  // namespace

void read_system(const Tree& tree, HostFacts& facts) {
  facts.cpus_allowed = tree.value("proc/self/status", "Cpus_allowed_list");
  facts.memory = tree.value("proc/meminfo", "MemTotal");
  facts.page_size = tree.value("proc/self/smaps", "KernelPageSize");
  facts.thp = tree.text("sys/kernel/mm/transparent_hugepage/enabled");
  facts.aslr = tree.text("proc/sys/kernel/randomize_va_space");
  facts.boot_options = boot_options(tree);
  facts.kernel = tree.text("proc/sys/kernel/osrelease");
  facts.kernel_build = tree.text("proc/sys/kernel/version");
  facts.system = tree.value("etc/os-release", "PRETTY_NAME");
  facts.libc = libc(tree);
  facts.load = tree.text("proc/loadavg");
  facts.cgroup_cpus = cgroup_cpus(tree.path(""));
  facts.clock_source = tree.text("sys/devices/system/clocksource/clocksource0/current_clocksource");
  facts.perf_paranoid = tree.text("proc/sys/kernel/perf_event_paranoid");
  for (const std::string& name : tree.names("sys/bus/event_source/devices")) {
    if (is_cpu_pmu(name)) facts.pmus.push_back(name);
  }
}

HostFacts read_host(const std::filesystem::path& root) {
  const Tree tree(root);
  HostFacts facts;
  read_processors(tree, facts);
  read_clock_and_threads(tree, facts);
  read_firmware(tree, facts);
  read_system(tree, facts);
  if (tree.live()) facts.counters = try_counters();
  return facts;
}

}  // namespace assay

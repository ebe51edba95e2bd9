#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/json.h"

namespace assay {

/// CPUs that share a main ID register; `midr` as the kernel prints it (`0x00000000413fd0c1`).
struct MidrFact {
  std::string cpus;
  std::string midr;
};

/// One cache as sysfs describes it; caches of the same kind, size and sharing are one entry with their count.
struct CacheFact {
  int level = 0;
  std::string type;  ///< `Data`, `Instruction`, `Unified`
  std::string size;  ///< `32K`
  int cpus = 1;      ///< that share one of them
  int count = 1;
};

struct NumaFact {
  int node = 0;
  std::string cpus;
};

/// What a machine says of itself. Texts are kept as read, nothing is required: what cannot be read is none (or empty).
struct HostFacts {
  std::optional<std::string> architecture;  ///< `x86_64`, `aarch64`
  std::map<std::string, std::string>
      cpu;  ///< the first block of /proc/cpuinfo, without what changes from moment to moment
  std::vector<MidrFact> midr;
  std::optional<std::string> soc_id;
  std::map<std::string, std::string>
      dmi;  ///< /sys/class/dmi/id, without serial numbers; `processor` from SMBIOS type 4
  std::optional<std::string> cpus_possible, cpus_online, cpus_allowed;
  std::vector<CacheFact> caches;
  std::vector<NumaFact> numa;
  std::optional<std::string> memory;                             ///< MemTotal of /proc/meminfo
  std::optional<std::string> page_size;                          ///< KernelPageSize of our own first mapping
  std::optional<std::string> sve_vector_length;                  ///< default, in bytes
  std::optional<std::string> thp;                                ///< `always [madvise] never`
  std::optional<std::string> aslr;                               ///< randomize_va_space
  std::optional<std::string> governor;                           ///< the distinct ones of all CPUs, with spaces between
  std::optional<std::string> frequency_driver, frequency_max;    ///< the latter in kHz
  std::optional<std::string> no_turbo;                           ///< intel_pstate/no_turbo: `1` is off
  std::optional<std::string> boost;                              ///< cpufreq/boost: `0` is off
  std::optional<std::string> smt_control, smt_active, siblings;  ///< the last: thread_siblings_list of the first CPU
  std::map<std::string, std::string> vulnerabilities;            ///< name -> mitigation
  std::vector<std::string> boot_options;  ///< of the kernel's command line, only those that matter for speed
  std::optional<std::string> kernel, kernel_build, system, libc;
  std::optional<std::string> hypervisor;  ///< /sys/hypervisor/type, or the device tree's hypervisor
  std::optional<std::string> container;   ///< `docker`, `podman`, systemd's word
  std::optional<std::string> load;        ///< /proc/loadavg
  std::optional<double> cgroup_cpus;
  std::optional<std::string> clock_source;
  std::vector<std::string> pmus;  ///< hardware PMUs of the kernel: `cpu`, `armv8_pmuv3_0`
  std::optional<std::string> perf_paranoid;
  std::optional<std::string> counters;  ///< `available`, or why perf_event_open refused; tried on the live host only
};

/// Reads a machine's facts below `root`: the live host, or a tree that was captured from another one.
HostFacts read_host(const std::filesystem::path& root = "/");

Json to_json(const HostFacts& facts);
/// Keys that are missing or of another type are none: what was stored by another version is still read.
HostFacts host_facts_from(const Json& json);

/// 16 hexadecimal digits over what stays when a machine is restarted or updated: architecture, CPU ids, SoC, DMI's
/// vendor and product, CPUs, caches, NUMA nodes. Two machines of one model have the same id.
std::string host_id(const HostFacts& facts);

}  // namespace assay

#pragma once

#include <map>
#include <optional>
#include <string>

#include "harness/host/host.h"

namespace assay {

/// The value under a key of a list of facts; empty where there is none.
std::string entry(const std::map<std::string, std::string>& entries, const char* key);

/// Names for people, derived from raw facts each time they are read, so that a better table names old runs too.
struct CpuName {
  std::string core;     ///< `Neoverse V1`, `Zen 4`; empty where the ids are not in the table
  std::string product;  ///< `AWS Graviton3`, `Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz`; may be empty
  std::string ids;      ///< the raw ids: `MIDR 0x41/0xd40 r1p1`, `GenuineIntel family 6 model 106 stepping 6`
};
CpuName cpu_name(const HostFacts& facts);

/// `AWS Graviton3 (Neoverse V1)`; the raw ids where nothing has a name; `unknown CPU` where there are none.
std::string describe_cpu(const HostFacts& facts);

/// `KVM`, `Amazon EC2 (Nitro)`, `a hypervisor that hides its name`; none on bare metal or where nothing tells.
std::optional<std::string> virtualisation(const HostFacts& facts);

/// Whether hyper-threads share cores; none where nothing tells.
std::optional<bool> smt_active(const HostFacts& facts);

/// Whether the clock may rise above its nominal value; none where nothing tells.
std::optional<bool> turbo_active(const HostFacts& facts);

/// `4 × 32K L1 data, 4 × 32K L1 instruction, 32M L3 (4 CPUs)`
std::string describe_caches(const HostFacts& facts);

}  // namespace assay

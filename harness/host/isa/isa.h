#pragma once

#include <cstdint>
#include <string>

#include "harness/host/host.h"
#include "harness/host/names.h"

namespace assay {

/// One instruction set architecture: how its processors identify themselves and what they are called.
struct Isa {
  const char* architecture;  ///< as `uname -m`
  CpuName (*name)(const HostFacts&);
};

extern const Isa kAarch64;
extern const Isa kX86_64;

/// The fields of MIDR_EL1 (Arm DDI 0487, D19.2): implementer [31:24], variant [23:20], part [15:4], revision [3:0].
struct Midr {
  unsigned implementer = 0, variant = 0, part = 0, revision = 0;
};
Midr decode_midr(const std::string& text);

}  // namespace assay

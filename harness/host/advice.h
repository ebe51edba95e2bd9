#pragma once

#include <string>
#include <vector>

#include "harness/host/host.h"

namespace assay {

/// One thing that a person may change so that this machine measures better.
struct Advice {
  std::string what;     ///< `the governor is "powersave"`
  std::string why;      ///< `the clock follows the load, so that a slice's speed depends on the one before it`
  std::string command;  ///< that changes it, as typed; empty where no command can
};

/// The most rewarding first; empty where nothing is to be changed. Says nothing of what it does not know.
std::vector<Advice> advise(const HostFacts& facts);

}  // namespace assay

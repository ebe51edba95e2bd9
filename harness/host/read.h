#pragma once

#include "harness/host/host.h"
#include "harness/host/tree.h"

namespace assay {

// The parts of read_host(), one file each.
void read_processors(const Tree& tree, HostFacts& facts);
void read_clock_and_threads(const Tree& tree, HostFacts& facts);
void read_firmware(const Tree& tree, HostFacts& facts);
void read_system(const Tree& tree, HostFacts& facts);

/// `available`, or what perf_event_open said when it refused to count instructions of this process.
std::string try_counters();

}  // namespace assay

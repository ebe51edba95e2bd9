#pragma once

#include <string>
#include <utility>
#include <vector>

#include "harness/host/advice.h"
#include "harness/host/host.h"
#include "harness/host/noise.h"

namespace assay {

/// Facts in words, label and value, in the order in which people ask. What this machine does not tell is left out.
std::vector<std::pair<std::string, std::string>> describe(const HostFacts& facts);

// For a terminal, aligned, ending with a line break.
std::string host_text(const HostFacts& facts);
std::string noise_text(const NoiseState& noise, double seconds);
std::string advice_text(
    const std::vector<Advice>& advice);  ///< one line each: what, the command, and why as its comment

Json to_json(const NoiseState& noise);
Json to_json(const std::vector<Advice>& advice);

}  // namespace assay

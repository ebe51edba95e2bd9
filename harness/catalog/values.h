#pragma once

#include <string>
#include <vector>

#include "harness/catalog/workload.h"
#include "harness/core/error.h"

namespace assay {

/// A value as it is stored (integers canonical: `0512` is `512`), or why the parameter `name` cannot have it.
Result<std::string> check_value(const std::string& name, const ParameterSpec& spec, const std::string& value);

/// `256` is itself; of an integer also `64..1024*2` (64, 128, … 1024), `10..50+20` and `1..4` (steps of 1). Not yet
/// checked against what is allowed.
Result<std::vector<std::string>> expand_value(const std::string& name, const ParameterSpec& spec,
                                              const std::string& text);

}  // namespace assay

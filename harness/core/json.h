#pragma once

#include <nlohmann/json.hpp>

namespace assay {

/// Keeps the order in which keys were written, so that output reads as documented.
using Json = nlohmann::ordered_json;

}  // namespace assay

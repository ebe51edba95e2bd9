#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace assay {

/// Keeps the order in which keys were written, so that output reads as documented.
using Json = nlohmann::ordered_json;

/// The text under a key of an object; empty where there is none.
std::string text_in(const Json& json, const char* key);

}  // namespace assay

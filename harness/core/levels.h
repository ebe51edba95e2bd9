#pragma once

#include <map>
#include <string>

#include "harness/core/json.h"

namespace assay {

/// Parameters or a configuration as JSON for users: `{"n": 512, "type": "d"}`. Whole numbers in their usual form become
/// JSON numbers, everything else (`007`, `1e3`, a path) stays text, so that levels_from() gives back what was written.
Json levels_json(const std::map<std::string, std::string>& levels);
Json level_json(const std::string& level);

/// The inverse. Throws Json::exception where a value is neither text nor a whole number.
std::map<std::string, std::string> levels_from(const Json& json);

}  // namespace assay

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/study/study.h"

namespace assay {

/// `estimate`, `compare`, `gate`: as in study files and JSON.
std::string_view name(Rule rule);
std::optional<Rule> rule_from(std::string_view text);
std::vector<std::string> rule_names();

}  // namespace assay

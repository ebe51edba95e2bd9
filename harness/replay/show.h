#pragma once

#include <string>
#include <string_view>

#include "harness/core/json.h"
#include "harness/replay/replay.h"

namespace assay::replay {

/// Every rate a fraction, seconds and sizes as such; docs/statistics.md, Replay, lists the keys.
Json to_json(const Results& results);

/// The same as tables.
std::string to_text(const Results& results);

/// Names of files and workloads are a stranger's: control characters as `?`, line breaks and tabs too, for each name
/// stands in one line of a table.
std::string in_a_line(std::string_view text);

}  // namespace assay::replay

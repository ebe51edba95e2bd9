#pragma once

#include <string>

#include "harness/core/json.h"
#include "harness/replay/replay.h"

namespace assay::replay {

/// Every rate a fraction, seconds and sizes as such; docs/statistics.md, Replay, lists the keys.
Json to_json(const Results& results);

/// The same as tables.
std::string to_text(const Results& results);

}  // namespace assay::replay

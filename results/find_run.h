#pragma once

#include <string>

#include "results/store.h"

namespace assay {

/// The run of this id, or the only one whose id begins so; else an error with the near ones.
Result<RunRow> find_run(const Store& store, const std::string& name);

}  // namespace assay

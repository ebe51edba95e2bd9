#pragma once

#include <string>

#include "harness/report/report.h"
#include "results/store.h"

namespace assay {

/// Everything that is stored about a run or a cell (the beginning of an id will do), for `assay show`: an object with
/// `command`, and `run` or `cell`. A name nobody knows is an error with the near ones.
Result<Json> show(const Store& store, const std::string& name);

/// The same for people, ending with a line break.
std::string shown_text(const Json& shown, const TextStyle& style);

/// `assay run --workload 'linalg.gemm{n=512,type=d}' --set blas=eigen`: measures one cell again.
std::string command_for(const Cell& cell);

}  // namespace assay

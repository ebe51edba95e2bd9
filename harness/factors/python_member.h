#pragma once

#include "harness/core/error.h"
#include "harness/core/json.h"
#include "harness/factors/factor.h"

namespace assay {

/// Composes the member of a CPython workload by the draft's route: exe starts the interpreter itself, embed our worker
/// with its libpython. `config` is completed with what both routes must know.
Result<void> compose_python_member(Draft& draft, Json config);

}  // namespace assay

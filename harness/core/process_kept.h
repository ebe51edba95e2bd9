#pragma once

#include "harness/core/process.h"

namespace assay {

/// capture() of what has children of its own, as a compiler has: they end with this process, too, however that ends.
/// The worker's role `keeper` stands between and sees to it; where there is no worker, as in some tests, only the
/// command itself ends with this process.
Result<Captured> capture_kept(Command command, double seconds);

}  // namespace assay

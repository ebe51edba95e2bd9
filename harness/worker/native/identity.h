#pragma once

#include "harness/core/json.h"
#include "harness/worker/native/outcome.h"

namespace assay::native {

class Library;

/// What a library says of itself: `config` or `version`, `core` (whose kernels it chose), `parallel`. Empty where it
/// has no function for that which we know.
Json identity(const Library& library);

/// A core that the environment asks for (OPENBLAS_CORETYPE, BLIS_ARCH_TYPE) must be the one that is read back: OpenBLAS
/// falls back silently from a name that it does not know, and BLIS 0.9 reads a name as number 0.
Attempt<void> check_core(const Library& library);

/// Workloads pass 32-bit integers (LP64). A build with 64-bit ones (ILP64) that keeps the names would read half of each
/// from whatever lies beside it.
Attempt<void> check_integers(const Library& library);

}  // namespace assay::native

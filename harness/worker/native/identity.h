#pragma once

#include "harness/core/json.h"

namespace assay::native {

class Library;

/// What a library says of itself: `config` or `version`, `core` (whose kernels it chose), `parallel`. Empty where it
/// has no function for that which we know.
Json identity(const Library& library);

}  // namespace assay::native

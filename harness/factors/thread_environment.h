#pragma once

#include "harness/factors/factor.h"

namespace assay {

/// States the number of threads in the environment, for libraries that read it when they are loaded: OpenBLAS, BLIS,
/// and whatever uses OpenMP. What the configuration sets itself (env.OMP_NUM_THREADS) stays.
void set_thread_environment(Draft& draft, int threads);

}  // namespace assay

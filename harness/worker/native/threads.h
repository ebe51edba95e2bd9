#pragma once

#include <string>

#include "harness/worker/native/outcome.h"

namespace assay::native {

class Library;

/// How many threads a library will use, and who says so.
struct Threads {
  int number = 1;
  std::string read_from;  ///< the library's own function, or `environment` where it has none
};

/// Sets the number by the library's own call (the environment was set before this process began, for the libraries that
/// have none), and reads it back. Another number than the one wanted is a failure.
Attempt<Threads> set_threads(const Library& library);

/// The tasks of this process.
int task_count();

}  // namespace assay::native

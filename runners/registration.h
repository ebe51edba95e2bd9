#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/core/error.h"
#include "runners/runner.h"

namespace assay {

/// A way to run bouts, one file each in this folder; the file registers it with a `RunnerRegistration` at namespace
/// scope.
struct RunnerKind {
  std::string level;    ///< `local`; one that takes an argument ends with a colon: `mock:`
  std::string about;    ///< one sentence, for `assay list runners`
  bool hidden = false;  ///< left out of lists and hints
  /// Makes one; `argument` is what follows the colon, empty where there is none.
  std::function<Result<std::unique_ptr<Runner>>(const std::string& argument)> make;
};

/// All of them, sorted by level.
const std::vector<RunnerKind>& runner_kinds();

struct RunnerRegistration {
  explicit RunnerRegistration(RunnerKind kind);
};

}  // namespace assay

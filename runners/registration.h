#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/core/bout.h"
#include "harness/core/cell.h"
#include "harness/core/error.h"
#include "runners/runner.h"

namespace assay {

/// What a runner wants of the processes that it starts.
struct Placement {
  std::string architecture;                        ///< of their machine; empty: this one's
  std::vector<std::string> prefix;                 ///< in front of every command line: an emulator
  std::map<std::string, std::string> environment;  ///< for variables that are not set
};

/// A way to run bouts, one file each in this folder; the file registers it with a `RunnerRegistration` at namespace
/// scope.
struct RunnerKind {
  std::string level;      ///< `local`; one that takes an argument ends with a colon: `mock:`
  std::string about;      ///< one sentence, for `assay list runners`
  bool hidden = false;    ///< left out of lists and hints
  bool emulated = false;  ///< its times are no performance, and are compared with nothing
  /// Makes one; `argument` is what follows the colon, empty where there is none.
  std::function<Result<std::unique_ptr<Runner>>(const std::string& argument)> make = nullptr;
  /// The argument as it is stored (a path made absolute), or why this runner cannot be used here. Unset: it always can.
  std::function<Result<std::string>(const std::string& argument)> check = nullptr;
  /// Unset: processes are started as they are on this machine.
  std::function<Result<Placement>()> place = nullptr;
  /// Set where nothing is started at all: what stands for a cell's process.
  std::function<MemberSpec(const Cell& cell)> simulate = nullptr;
};

/// All of them, sorted by level.
const std::vector<RunnerKind>& runner_kinds();

/// The kind that a level names, and the level's argument. Unknown names are an error with the near ones.
struct NamedRunner {
  const RunnerKind* kind;
  std::string argument;
};
Result<NamedRunner> find_runner(const std::string& level);

struct RunnerRegistration {
  explicit RunnerRegistration(RunnerKind kind);
};

}  // namespace assay

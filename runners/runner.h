#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "harness/core/bout.h"
#include "harness/core/error.h"

namespace assay {

/// Where processes run. A runner differs only in where the leader starts; what goes wrong is an outcome in the record.
class Runner {
 public:
  virtual ~Runner() = default;

  /// Runs one bout to its end. `stop`, raised at any time by another thread or a signal handler, ends it early: the
  /// record's outcome is then Skipped and nothing is left running.
  virtual BoutRecord run(const BoutSpec& spec, const std::atomic<bool>& stop) = 0;
};

/// A runner by its level: `local`, `emulated`, `mock:FILE`. Unknown names are an error with the near ones.
Result<std::unique_ptr<Runner>> make_runner(const std::string& level);
std::vector<std::string> runner_names();

}  // namespace assay

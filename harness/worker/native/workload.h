#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "harness/core/cell.h"
#include "harness/worker/native/library.h"
#include "harness/worker/native/outcome.h"

namespace assay::native {

/// What one iteration does, nominally: `2·m·n·k flop`.
struct Work {
  double amount = 1;
  std::string unit = "iteration";
};

/// How far a result is from what it must satisfy, both relative to the same norm.
struct Verdict {
  double residual = 0;
  double limit = 0;
};

/// A native workload, set up for one cell. Its file in suites/ registers it with `WorkloadRegistration`.
class Workload {
 public:
  virtual ~Workload() = default;

  virtual Work work() const = 0;
  /// The routine that does the work; its file is what `executed` states.
  virtual Routine routine() const = 0;
  /// Restores what `iterations` calls will overwrite. Never timed.
  virtual void prepare(std::int64_t /*iterations*/) {}
  /// For how many calls `prepare` can restore at once; a longer slice is timed in parts.
  virtual std::int64_t most_prepared() const { return std::numeric_limits<std::int64_t>::max(); }
  /// The timed loop: nothing but the calls. At least one iteration precedes `check`.
  virtual void run(std::int64_t iterations) = 0;
  /// Judges the result of the last call.
  virtual Attempt<Verdict> check() = 0;
};

using Maker = Attempt<std::unique_ptr<Workload>> (*)(const Parameters& parameters, Library& library);

struct WorkloadRegistration {
  WorkloadRegistration(std::string full_name, Maker make);
};

Attempt<std::unique_ptr<Workload>> make_workload(const std::string& full_name, const Parameters& parameters,
                                                 Library& library);
std::vector<std::string> workload_names();

/// A parameter as a number from 1 to `most`; `fallback` where it is not given.
Attempt<int> size_parameter(const Parameters& parameters, const std::string& name, int fallback = 0,
                            int most = 1 << 20);
/// A parameter that is one of `allowed`; the first of them where it is not given.
Attempt<std::string> word_parameter(const Parameters& parameters, const std::string& name,
                                    const std::vector<std::string>& allowed);

}  // namespace assay::native

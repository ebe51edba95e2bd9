#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/error.h"
#include "harness/core/json.h"
#include "harness/report/measured.h"
#include "results/store.h"

namespace assay {

/// The run's base of the reference kernel, and the one that the host had in its last run before: more than 1 % apart,
/// the clock has changed, and absolute times of the two runs with it.
struct ReferenceBase {
  double base_ns = 0;
  std::optional<double> earlier_ns;
  std::string earlier_run;

  bool changed() const;
};
Json to_json(const ReferenceBase& base);

/// `noted`: as the session settled it, in a run's group notes.
std::optional<double> noted_base(const std::map<std::string, Json>& notes);
Result<ReferenceBase> reference_base(const Store& store, const RunRow& run, double base_ns);

/// What befell the machine while a run was measured, as far as its bouts tell: suspended, robbed of a CPU, its clock
/// set. Told bout by bout, in their order.
class Mishaps {
 public:
  void add(const StoredBout& bout);
  std::vector<std::string> sentences() const;

 private:
  struct SetAside {
    std::string why;  ///< of the last one
    int bouts = 0;
  };
  std::map<std::string, SetAside> set_aside_;  // by group
  std::map<std::string, double> last_started_;
  std::vector<std::string> steps_;
};

/// A sentence for a group that was measured while the machine turned noisy; else empty.
std::string noisy_turn(const MeasuredGroup& group);

}  // namespace assay

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

/// The run's own base of the reference kernel, which is of its first six bouts, and the one that the host had in its
/// last run before: more than 1 % apart, the clock has changed, and absolute times of the two runs with it.
struct ReferenceBase {
  double base_ns = 0;
  std::optional<double> earlier_ns;
  std::string earlier_run;
  std::optional<double> least_ns;  ///< of the host's earlier runs, when this one began
  bool least_elsewhere = false;    ///< … of which this machine had none: of others of its kind
  double undisturbed_share = 0;    ///< of all of the run's rounds, in the cell that had most

  bool changed() const;
  /// While it was chosen which rounds decide the core was not alone, or its clock was lower.
  bool busy_at_first() const;
  /// … and no round of the run is called undisturbed.
  bool busy_throughout() const;
};
Json to_json(const ReferenceBase& base);
/// What is to be said of it. `undisturbed_decide`: in some comparison of the run.
std::vector<std::string> sentences(const ReferenceBase& base, bool undisturbed_decide);

/// As the session noted it with a run's groups: by which rounds were told apart, and the run's own.
std::optional<double> noted_base(const std::map<std::string, Json>& notes);
std::optional<double> noted_own_base(const std::map<std::string, Json>& notes);
Result<ReferenceBase> reference_base(const Store& store, const RunRow& run, double own_ns);

/// What a new run is held against: the least base in the 30 days before it among runs with its settings of the clock,
/// of its machine; where that has none (a runner that is made anew for each job never has one), of any of its kind.
/// Stored with the run, so that whoever reads it later decides alike.
struct LeastBase {
  double ns = 0;
  bool elsewhere = false;  ///< of another machine of this kind

  bool operator==(const LeastBase&) const = default;
};
Result<std::optional<LeastBase>> least_base(const Store& store, const RunRow& run);
void store_least_base(const LeastBase& least, RunRow& run);
std::optional<double> stored_least_base(const RunRow& run);

/// What befell the machine while a run was measured, as far as its bouts tell: suspended, robbed of a CPU, its clock
/// set. Told bout by bout, in their order.
class Mishaps {
 public:
  void add(const StoredBout& bout);
  /// `cpus_online`: of the machine, where known; then also which groups had several CPUs on a crowded one.
  std::vector<std::string> sentences(int cpus_online = 0) const;

 private:
  struct SetAside {
    std::string why;  ///< of the last one
    int bouts = 0;
  };
  struct Crowd {
    double least_load = 0;
    std::size_t cpus = 0;
  };
  std::map<std::string, SetAside> set_aside_;  // by group
  std::map<std::string, Crowd> crowds_;        // by group: of bouts that had several CPUs
  std::map<std::string, double> last_started_;
  std::vector<std::string> steps_;
};

/// A sentence for a group that was measured while the machine turned noisy; else empty.
std::string noisy_turn(const MeasuredGroup& group);

}  // namespace assay

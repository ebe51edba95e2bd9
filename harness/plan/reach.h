#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/core/cell.h"
#include "harness/plan/dimensions.h"

namespace assay {

/// A factor that a level keeps from a cell.
struct Blocked {
  std::string by;      ///< the factor whose level it is
  std::string level;   ///< as written
  std::string reason;  ///< `which is built already; name one …`
};

/// The configurations of all workloads that name the same factors.
struct Configurations {
  struct One {
    Configuration levels;
    std::string missing;  ///< why it cannot be measured here; empty: it can
  };
  std::vector<One> all;                    ///< distinct, the baseline first
  std::set<std::string> reached;           ///< factors of the study that reach at least one
  std::map<std::string, Blocked> blocked;  ///< factor -> who keeps it from some configuration
  bool exact_baseline = true;              ///< false: the baseline asked for is not among them, another one stands in
};

/// Holds a workload's factors against the dimensions of the study. Errors (a standard level that is missing here) carry
/// no place.
class Reach {
 public:
  Reach(const Dimensions& dimensions, const PlanOptions& options) : dimensions_(dimensions), options_(options) {}

  const Configurations& configurations(const Workload& workload, Errors& errors);

 private:
  using Chosen = std::map<std::string, const Level*>;
  struct Reached {
    std::map<std::string, const Level*> levels;
    std::map<std::string, Blocked> blocked;
  };

  Configurations enumerate(const Workload& workload, Errors& errors);
  std::set<std::string> start(const Workload& workload, Errors& errors) const;
  std::vector<const Dimension*> relevant(const std::set<std::string>& start, Errors& errors);
  Reached follow(const std::set<std::string>& start, const Chosen& chosen, Errors& errors);
  const Level* standard(const Factor& factor, Errors& errors);
  bool excluded(const Chosen& chosen) const;
  void put_baseline_first(const std::set<std::string>& start, const std::vector<const Dimension*>& dimensions,
                          Configurations& into, Errors& errors);

  const Dimensions& dimensions_;
  const PlanOptions& options_;
  std::map<std::vector<std::string>, Configurations> known_;
  std::map<std::string, std::optional<Level>> standards_;
};

}  // namespace assay

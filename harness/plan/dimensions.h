#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/factors/factor.h"
#include "harness/plan/plan.h"

namespace assay {

/// A level as it is stored, with what it does to the reach of other factors (asked for once: cells are many).
struct Level {
  std::string value;
  std::string written;  ///< as the user or the factor's standard has it
  std::string missing;  ///< why it cannot be used here; empty: it can
  std::vector<std::string> brings;
  std::map<std::string, std::string> blocks;  ///< factor -> reason
};

/// A factor of the study, varied or set.
struct Dimension {
  std::string name;
  std::string place;
  std::vector<Level> levels;
};

/// Study × registry × host: every factor and level known and usable (or, with --skip-missing, marked).
struct Dimensions {
  std::vector<Dimension> all;                   ///< those set, then those varied, in the order written
  std::map<std::string, std::string> baseline;  ///< factor -> stored level
  using LevelsByFactor = std::map<std::string, std::vector<std::string>>;  ///< stored levels
  std::vector<LevelsByFactor> exclude;
  std::vector<LevelsByFactor> ignore;  ///< of a gate's ignore entries, in their order
  std::vector<std::string> notes;

  const Dimension* find(const std::string& name) const;
};

Dimensions resolve_dimensions(const Study& study, const HostView& host, const PlanOptions& options, Errors& errors);

/// A level with its reach. Where it cannot be used: an error, or (skip_missing) a level marked missing.
Result<Level> resolve_level(const Factor& factor, const std::string& written);

}  // namespace assay

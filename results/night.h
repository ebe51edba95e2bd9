#pragma once

#include <optional>
#include <string>

#include "harness/core/json.h"

namespace assay {

/// What a nightly run says of one cell against its anchor. Derived from the run's bouts and kept, so that a series of a
/// year needs no slice of it.
struct NightValue {
  std::string run;
  std::string cell;
  std::optional<double> value{};  ///< ln(cell / anchor); none where it could not be measured
  std::optional<double> se{};
  int bouts = 0;
  Json note = Json::object();  ///< what the value belongs to: report/night_value.h
};

/// What became of a change of a series. A change has each state at most once, and no row is ever taken away.
struct NightEvent {
  std::string change;  ///< its id: 8 hexadecimal digits
  std::string state;   ///< `new`, `confirmed`, `acknowledged`, `recovered`, `drifting`, `dismissed`, `withdrawn`
  double at = 0;       ///< UTC epoch seconds; what a run told: when that was begun
  std::string run{};   ///< that told it; empty of what a person said
  Json note = Json::object();
};

}  // namespace assay

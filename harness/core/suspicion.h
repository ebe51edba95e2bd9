#pragma once

#include <string>

#include "harness/core/json.h"

namespace assay {

/// A cell whose nightly value left the level of its series: what a comparison in the same night has to bear out.
struct Suspicion {
  double level = 0;          ///< of the nights before: ln(cell / anchor)
  double size = 0;           ///< tonight's value - level; its sign has to come again
  double floor_percent = 1;  ///< the least change that is reported of this series
  int suspected = 1;         ///< K: series that are compared again tonight
  std::string decided_on{};  ///< which rounds the nights before rest on: `all`, `undisturbed`; empty: not known
};

Json to_json(const Suspicion& suspicion);
/// What is missing or is no number has its standard value.
Suspicion suspicion_from(const Json& json);

}  // namespace assay

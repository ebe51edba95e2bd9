#pragma once

#include <string>

#include "harness/core/units.h"
#include "harness/report/report.h"

namespace assay {

/// `assay ab …`: compares a side with the anchor once more.
std::string again(const NightSides& sides, double floor_percent);

/// What the side has and the anchor has not.
std::string differing_levels(const NightSides& sides);

/// A change in three lines: what, since when and its state, and how to measure it again.
std::string change_text(const NightChange& change, const TextStyle& style);

}  // namespace assay

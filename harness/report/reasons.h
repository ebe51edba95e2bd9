#pragma once

#include <string>

#include "harness/report/report.h"

namespace assay {

// The words beside a verdict, which the terminal's report and the page share.

/// `takes 3.9 % more time than A, between 3.2 and 4.7 %`; from twice the time on `takes 2.3 times as long as A, …`.
std::string takes(const Estimate& effect, const std::string& other);

/// `B takes 3.9 % more time than A, between 3.2 and 4.7 % (p = 0.0006 < 0.0104 at look 2 of 6); 83 % of the rounds
/// undisturbed`: what the verdict means, why measuring stopped, in which mode, beside how busy a neighbour.
std::string reason_of(const ComparisonReport& comparison);

/// Why measuring stopped, or what kept it from a number; another mode than turns with its reason.
std::string reason_of(const EffectReport& effect);

/// Whether effects that are shown together rest on different rounds; then each says on which: `undisturbed`, `all`.
bool rounds_differ(const RunReport& report);
std::string rounds_of(const EffectReport& effect);  ///< empty of one without a number

/// `mean of 4 settings: +1.2 % to +6.8 %`: an average over settings that pull apart needs to be seen through. Empty
/// where it is of one.
std::string range_of_settings(const EffectReport& effect);

}  // namespace assay

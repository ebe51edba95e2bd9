#pragma once

#include <functional>

#include "harness/report/stored_groups.h"

namespace assay {

/* Sides that never met in a bout. What is stored of each is an absolute time, which the machine's drift, its neighbours
 * and every reboot are in: an interval, and never a verdict. Where both were measured beside one and the same
 * configuration (an anchor), each in its own run, the ratio of the two ratios is free of all that, and gets a word. */

/// The strata of a step whose sides met in a bout, or met the baseline in one run.
Strata met_in_one_run(const StoredGroup& at, const Step& step);

/// Fills in the effect of a step, averaged over the settings of the other factors: against an anchor where there is
/// one, else of absolute times.
void compare_apart(EffectReport& report, const StoredGroup& at, const Step& step);

/// One cell in two places: runs, or hosts.
struct Elsewhere {
  const StoredGroup& from;
  const StoredGroup& to;
  std::size_t cell_from = 0;
  std::size_t cell_to = 0;
};

/// The same for a cell that stands in two runs of a host, or on two hosts. `is_same`: whether a cell, by its id, was
/// the same thing in both; only then it is an anchor.
void compare_elsewhere(EffectReport& report, const Elsewhere& sides, const std::function<bool(const Cell&)>& is_same);

}  // namespace assay

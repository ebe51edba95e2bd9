#pragma once

#include <optional>
#include <span>
#include <vector>

#include "harness/report/judge.h"
#include "harness/report/measured.h"
#include "harness/report/report.h"
#include "harness/stats/bouts.h"

namespace assay {

/* What to keep in mind about a comparison (STATISTICS, Notes). A note never changes a verdict. Its kinds:
 *   neighbour        the effect beside a busy sibling hyper-thread is another one
 *   rare-slices      means and medians of CPU time differ: something happens in few slices
 *   cpu-time         CPU time and wall time say different things
 *   two-levels       the bouts fall into two groups
 *   no-steady-state  a cell's slices go on changing
 *   replicas         a small difference of compiled code that a re-link may undo */

using PairMember = std::optional<double> stats::PairValue::*;

/// 95 %, widened for having been looked at, over the bouts that have such a value; empty below two of them.
std::optional<Estimate> estimate_by(std::span<const stats::PairValue> pairs, PairMember value);

/// What the bouts of one comparison give reason to say. `effect`: as it is shown beside the notes.
std::vector<Note> notes_on(const stats::Bouts& bouts, const std::optional<Estimate>& effect);

/// A comparison that may be one of layouts rather than of code.
struct SmallChange {
  std::string verdict;
  std::optional<Estimate> effect;
  const MeasuredCell* a = nullptr;
  const MeasuredCell* b = nullptr;
  bool of_replicas = false;  ///< the layouts are the question itself
};
/// For a change below 2 % between two binaries that were each linked once.
std::optional<Note> small_change(const SmallChange& change, const Question& question);

/// Of a cell.
Note no_steady_state();

}  // namespace assay

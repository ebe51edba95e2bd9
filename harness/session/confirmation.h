#pragma once

#include "harness/plan/plan.h"
#include "harness/session/state.h"

namespace assay {

/// Whether the plan's comparisons are decided together: two or more are tested, and not by a stated number of bouts.
/// A gate confirms a single one, too.
bool is_suite(const Plan& plan);

/// Every configuration against its group's baseline; emulated ones are compared with nothing.
int comparisons_of(const Plan& plan);

/// Of a comparison: the screen found a difference, which awaits its confirmation.
bool is_flagged(const CellState& cell);

/// Once no group can be screened any further: how many comparisons were flagged is known, and with it how sure each
/// must be, so their groups go on with fresh bouts. Groups that time kept from being screened end here.
void begin_confirmation(SessionState& state, const Plan& plan);

}  // namespace assay

#pragma once

#include "harness/core/json.h"
#include "harness/plan/plan.h"
#include "harness/session/next.h"
#include "harness/session/state.h"

namespace assay {

/// What is stored about a group beside its bouts: mode and reason, why it ended, and each comparison's verdict as it
/// was decided live. `stop` ends what is still open; null while the run goes on.
Json group_note(const Plan& plan, std::size_t group, const SessionState& state, const Stop* stop);

}  // namespace assay

#pragma once

#include <map>
#include <string>

#include "harness/session/state.h"
#include "harness/study/study.h"

namespace assay {

/// What the study asks of a group.
struct Rules {
  Decision decision;  ///< in a gate, with the group's floor as its care
  bool emulated = false;
  bool suite = false;                             ///< one comparison of several: screened, then confirmed
  std::map<std::string, Suspicion> suspicions{};  ///< as in Group
  int comparisons = 1;                            ///< of the run, with the baselines; they share the error of a word
  bool value_only = false;                        ///< a night's first stage: its bouts decide nothing by themselves
};

/// Brings the findings of a group up to its values, closes the chunks that need no further bout, and ends the group
/// when none is left open.
void bring_up_to_date(GroupState& group, const Rules& rules);

/// Ends the findings that are still open, for a reason that is not in the values: `interrupted`, `max-time 10m was up`.
void close_findings(GroupState& group, const Rules& rules, const std::string& why);

Rules rules_for(const Plan& plan, const Group& group);

/// `crashed twice: ended by SIGSEGV`, `crashed in 9 of 12 bouts: …` of what was measured in the others
std::string failure_text(const CellState& cell);

}  // namespace assay

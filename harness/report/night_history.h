#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/report/night_value.h"
#include "results/store.h"

namespace assay {

/// What is stored of the nights of one study, which its title names.
struct NightHistory {
  std::string title;
  std::vector<RunRow> runs;                             ///< of kind `nightly`, in the order of their starts
  std::map<std::string, RunRow> confirmations;          ///< second stages, by the run that they belong to
  std::map<std::string, std::vector<NightValue>> said;  ///< by run: of those that were judged
  std::vector<NightEvent> events;                       ///< in the order in which they were told

  const RunRow* find(const std::string& run) const;
  bool is_judged(const std::string& run) const { return said.contains(run); }
};
Result<NightHistory> read_history(const Store& store, const std::string& title);

/// Key of RunRow::study: the last night of the same study that was stored when this one was begun, if it is a later
/// one, as after a clock that was set back.
inline constexpr const char* kLaterNight = "later_night";
Result<void> note_later_night(const Store& store, RunRow& begun);

}  // namespace assay

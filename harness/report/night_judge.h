#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/core/suspicion.h"
#include "harness/report/night_series.h"
#include "harness/report/nightly.h"
#include "harness/stats/decide.h"

namespace assay {

/// What a night tells of its study: a function of what is stored.
struct NightJudgement {
  std::vector<NightValue> values;
  std::map<std::string, Suspicion> suspicions;  ///< by cell: to be compared again in the same night
  std::vector<NightEvent> events;               ///< what is new
};

/// What the second stage found, by cell.
using Confirmed = std::map<std::string, stats::Finding>;

/// `history` holds what was told before; `values` are the run's own. Nights after the run's are left out. Where a
/// change is told by the series alone, its p is held against the false discovery rate over all series of the night.
NightJudgement judge_night(const NightHistory& history, const RunRow& run, std::vector<NightValue> values,
                           const Confirmed& confirmed);

/// The same from the store: of a run with its second stage, as far as that is stored.
Result<NightJudgement> judge_night(const Store& store, const NightHistory& history, const RunRow& run);

/// Judges what has not been: runs that no later one continues, the oldest first, up to `until` (a run's id, which is
/// judged too; empty: all). What it tells is added to `history`; what is to be stored is returned.
struct NightRows {
  std::vector<NightValue> values;
  std::vector<NightEvent> events;
};
Result<NightRows> catch_up(const Store& store, NightHistory& history, const std::string& until);

/// A change as its events tell it; what was acknowledged stays so until it ends.
struct KnownChange : ToldChange {
  std::string group;
  NightPlace place;      ///< of its series
  Json facts;            ///< of the last event that had some: `course`, `from`, `size`, …
  bool is_open() const;  ///< neither recovered nor dismissed nor withdrawn
};
std::vector<KnownChange> known_changes(std::span<const NightEvent> events);

stats::Change change_in(const Json& facts);

}  // namespace assay

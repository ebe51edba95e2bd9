#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/error.h"
#include "harness/stats/change_points.h"
#include "harness/stats/nights.h"

namespace assay::stats {

/// How a series is followed.
struct NightlyRule {
  double floor_percent = kFloorInTurns;  ///< the least change that is reported
  double suspect_percent = 1;            ///< a night is suspected that is off its level by more than both
  double suspect_sigmas = 3;
};

/// Something new in a series, on the night it was told.
///
/// `Suspected`: tonight left its segment, so that a comparison in the same night is due; `change` is that from the
/// level so far to tonight's value. `Changed`: a step that three nights and the rule bear out. `Recovered`: such a step
/// down that brings back the level before an earlier one up: the build was slower and is no more. `Drifting`: a ramp,
/// told once, with what was told as steps of it. `Withdrawn`: what was told more than a week ago and was in the series
/// on none of the last seven nights.
struct News {
  enum class Kind { Suspected, Changed, Recovered, Drifting, Withdrawn };
  Kind kind = Kind::Changed;
  int night = 0;  ///< on which it is told
  Change change{};
  std::string identity{};  ///< of the strand
  int of = 0;  ///< `from` of the earlier change: that Recovered undoes, that Drifting continues, or Withdrawn
  bool continues = false;      ///< Drifting: what was told as the change `of` goes on
  std::vector<int> absorbs{};  ///< Drifting: `from` of the later changes told that are part of it, and end with that
  bool fresh = false;          ///< told by fresh bouts of this night (night_confirmation.h), not by the nights alone
};
std::string_view name(News::Kind kind);  ///< `suspected`, `changed`, `recovered`, `drifting`, `withdrawn`

/// What the last night of the series tells that was not told before. `told` is what earlier calls returned, in their
/// order, and may hold what a comparison in the same night found (`Changed`, with `from` that night): it is not told
/// again when the series bears it out. A function of its arguments alone: where what was told is lost, follow()
/// (night_follow.h) finds it again.
///
/// A step is the one told before where the sign is the same and its first night lies within ten measured nights (the
/// best place moves as nights come in); one for one, the nearest first. A step that has grown to more than twice the
/// size told is another one. A second step of that sign waits, for 21 measured nights at most, while one ramp may yet
/// be both: it is told when the steps are borne out, and with the drift when that is.
Result<std::vector<News>> tonight(std::span<const Night> series, std::span<const News> told, const NightlyRule& rule);

/// Whether this step brings back the level before an earlier slow-down. (An improvement that is lost is a change.)
bool undoes(const Change& step, const Change& earlier, const NightlyRule& rule);

}  // namespace assay::stats

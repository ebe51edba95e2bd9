#pragma once

#include <vector>

#include "harness/report/night_series.h"
#include "harness/stats/nightly.h"

namespace assay {

/// What a value of tonight brings to its series that was not told (stats::tonight). Nights that rest on the other kind
/// of rounds are a series of their own, in which a change of the build is the same one: what they told is not new.
std::vector<stats::News> news_of(const NightValue& value, const NightHistory& history, const RunRow& run,
                                 SeriesOfNights& series);

/// Of the same sign, and no farther apart than the best place of a step moves (stats/nightly.h).
bool is_near(const stats::Change& a, const stats::Change& b);

/// Not suspicions, which fresh bouts test, nor what is taken back.
bool is_tested(const stats::News& news);

}  // namespace assay

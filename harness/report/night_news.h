#pragma once

#include <vector>

#include "harness/report/night_series.h"
#include "harness/stats/night_news.h"

namespace assay {

/// What a value of tonight brings to its series that was not told (stats::news_tonight), given what is stored as told.
std::vector<stats::News> news_of(const NightValue& value, const NightHistory& history, const RunRow& run,
                                 SeriesOfNights& series);

}  // namespace assay

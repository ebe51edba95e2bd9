#include "harness/report/night_news.h"

#include <utility>

#include "harness/report/night_told.h"

namespace assay {

std::vector<stats::News> news_of(const NightValue& value, const NightHistory& history, const RunRow& run,
                                 SeriesOfNights& series) {
  const NightSeries& nights = *series.find(value.cell);
  const NightPlace here = place_in(value.note);
  stats::ToldBefore before;
  before.here = news_in(history.events, value.cell,
                        [&](const NightPlace& place) { return series.identity(nights.group, place); });
  before.elsewhere = news_in(history.events, value.cell, [&](NightPlace place) {
    if (place.rounds == here.rounds) return std::string();
    place.rounds = here.rounds;
    return series.identity(nights.group, place);
  });
  auto news =
      stats::news_tonight(nights.nights, series.identity(nights.group, here), std::move(before), rule_for(run, value));
  if (!news) return {};  // a value that is no finite number was never stored
  return std::move(*news);
}

}  // namespace assay

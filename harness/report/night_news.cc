#include "harness/report/night_news.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "harness/report/night_told.h"

namespace assay {
namespace {

using stats::News;

bool is_same(const stats::Change& a, const stats::Change& b) {
  const double ratio = std::abs(a.size / b.size);
  return is_near(a, b) && ratio >= 0.5 && ratio <= 2;
}

/// Adds to `told` what nights over other rounds told and this series is about to tell; whether there was such a thing.
/// A suspicion of it is dropped.
bool take_as_told(std::vector<News>& news, std::span<const News> elsewhere, const std::string& identity,
                  std::vector<News>& told) {
  bool more = false;
  for (const News& other : elsewhere) {
    if (other.identity != identity || !is_tested(other)) continue;
    const auto same = [&](const News& each) { return is_same(each.change, other.change); };
    std::erase_if(news, [&](const News& each) { return each.kind == News::Kind::Suspected && same(each); });
    if (std::ranges::none_of(news, [&](const News& each) { return is_tested(each) && same(each); })) continue;
    told.push_back(other);
    more = true;
  }
  return more;
}

}  // namespace

bool is_near(const stats::Change& a, const stats::Change& b) {
  constexpr int near = 10;  // nights
  return (a.size > 0) == (b.size > 0) && std::abs(a.from - b.from) <= near;
}

bool is_tested(const News& news) {
  return news.kind != News::Kind::Suspected && news.kind != News::Kind::Withdrawn;
}

std::vector<News> news_of(const NightValue& value, const NightHistory& history, const RunRow& run,
                          SeriesOfNights& series) {
  const NightSeries& nights = *series.find(value.cell);
  const NightPlace here = place_in(value.note);
  const std::string identity = series.identity(nights.group, here);
  const auto tonight = [&](std::span<const News> told) -> std::vector<News> {
    auto found = stats::tonight(nights.nights, told, rule_for(run, value));
    if (!found) return {};  // a value that is no finite number was never stored
    std::erase_if(*found, [&](const News& news) { return news.identity != identity; });
    return std::move(*found);
  };
  auto told = news_in(history.events, value.cell,
                      [&](const NightPlace& place) { return series.identity(nights.group, place); });
  const auto elsewhere = news_in(history.events, value.cell, [&](NightPlace place) {
    if (place.rounds == here.rounds) return std::string();
    place.rounds = here.rounds;
    return series.identity(nights.group, place);
  });
  auto news = tonight(told);
  return take_as_told(news, elsewhere, identity, told) ? tonight(told) : news;
}

}  // namespace assay

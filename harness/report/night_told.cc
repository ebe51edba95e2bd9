#include "harness/report/night_told.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace assay {
namespace {

using stats::Change;
using stats::News;

constexpr std::array kKinds = {News::Kind::Suspected, News::Kind::Changed, News::Kind::Recovered, News::Kind::Drifting,
                               News::Kind::Withdrawn};

Json to_json(const Change& change) {
  return {{"course", change.course == Change::Course::Drift ? "drift" : "step"},
          {"after", change.after},
          {"from", change.from},
          {"to", change.to},
          {"before", change.before},
          {"size", change.size},
          {"low", change.low},
          {"high", change.high},
          {"p", change.p}};
}

std::optional<News> news_from(const NightEvent& event) {
  const auto told = event.note.find("news");
  if (told == event.note.end() || !told->is_object()) return std::nullopt;
  const std::string word = told->value("kind", "");
  const auto kind = std::ranges::find_if(kKinds, [&](News::Kind each) { return name(each) == word; });
  if (kind == kKinds.end()) return std::nullopt;
  News news{.kind = *kind, .night = night_of(event.at), .change = change_in(event.note.value("change", Json()))};
  news.of = told->value("of", 0);
  news.continues = told->value("continues", false);
  return news;
}

}  // namespace

stats::NightlyRule rule_for(const RunRow& run, const NightValue& value) {
  stats::NightlyRule rule;
  rule.floor_percent =
      value.note.value("mode", "") == name(Mode::Turns) ? stats::kFloorInTurns : stats::kFloorOtherwise;
  const auto nightly = run.study.find("nightly");
  if (nightly == run.study.end() || !nightly->is_object()) return rule;
  const auto floor = nightly->find("floor_percent");
  if (floor != nightly->end() && floor->is_number()) rule.floor_percent = floor->get<double>();
  return rule;
}

std::vector<News> news_in(std::span<const NightEvent> events, const std::string& cell,
                          const std::function<std::string(const NightPlace&)>& identity) {
  std::vector<News> all;
  for (const NightEvent& event : events) {
    if (event.note.value("cell", "") != cell) continue;
    auto news = news_from(event);
    if (!news) continue;
    news->identity = identity(place_in(event.note.value("place", Json::object())));
    all.push_back(std::move(*news));
  }
  return all;
}

stats::Waiting waiting_in(const KnownChange& suspicion, SeriesOfNights& series) {
  std::set<int> since;
  const std::string identity = series.identity(suspicion.group, suspicion.place);
  if (const NightSeries* all = series.find(suspicion.cell))
    for (const stats::Night& night : all->nights)
      if (night.identity == identity && night.night > suspicion.told) since.insert(night.night);
  return {change_in(suspicion.facts), suspicion.told, static_cast<int>(since.size())};
}

std::string missed_nights(const KnownChange& change, int night, SeriesOfNights& series) {
  if (!change.is_open() || change.confirmed != 0) return {};
  const stats::Waiting waiting = waiting_in(change, series);
  if (waiting.nights > 1 || night - waiting.since <= waiting.nights) return {};
  return fmt::format("{} on {} since", waiting.nights == 0 ? "no night" : "one night", rounds_text(change.place));
}

void add_news(Json& note, const News& news) {
  note["news"] = {{"kind", name(news.kind)}, {"of", news.of}, {"continues", news.continues}};
  note["change"] = to_json(news.change);
}

}  // namespace assay

#include "harness/report/night_judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/core/digest.h"
#include "harness/report/night_news.h"
#include "harness/report/night_told.h"
#include "harness/stats/night_decision.h"

namespace assay {
namespace {

using stats::News;
using stats::Ruling;

/// A value of tonight, and what the store calls the suspicions and changes of stats::Standing.
struct ValueTonight {
  const NightValue* value = nullptr;
  std::vector<const KnownChange*> waiting{}, changes{};
};

/// What stats::decide_night() says of a night, as events.
class ByHistory {
 public:
  ByHistory(const NightHistory& history, const RunRow& run, NightJudgement& into)
      : run_(run), night_(night_of(run)), into_(into), history_(history), series_(history, night_, into.values) {
    known_ = known_changes(history.events);
  }

  void judge(const Confirmed& confirmed) {
    std::vector<ValueTonight> values;
    std::vector<stats::SeriesTonight> series;
    for (const NightValue& value : into_.values)
      if (value.value) series.push_back(series_of(values.emplace_back(&value), confirmed));
    const auto suspicions = stats::suspicions(series);
    const auto rulings = stats::decide_night(series);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (suspicions[i]) into_.suspicions[values[i].value->cell] = *suspicions[i];
      for (const Ruling& ruling : rulings[i]) add(values[i], ruling);
    }
    dismiss_old_suspicions();
  }

 private:
  stats::SeriesTonight series_of(ValueTonight& of, const Confirmed& confirmed) {
    const NightValue& value = *of.value;
    const NightPlace place = place_in(value.note);
    stats::SeriesTonight series{.nights = series_.find(value.cell)->nights, .rule = rule_for(run_, value)};
    series.news = news_of(value, history_, run_, series_);
    series.standing = standing_of(of);
    series.shift = series_.shift(value.note.value("group", ""), place);
    series.rounds = place.rounds;
    const auto second = confirmed.find(value.cell);
    if (second != confirmed.end()) series.second = second->second;
    return series;
  }

  stats::Standing standing_of(ValueTonight& of) {
    stats::Standing standing;
    for (const KnownChange& each : known_) {
      if (each.cell != of.value->cell || !each.is_open()) continue;
      const bool is_suspicion = each.confirmed == 0;
      if (is_suspicion && each.place.host == place_in(of.value->note).host) {
        of.waiting.push_back(&each);
        standing.waiting.push_back(waiting_in(each, series_));
      } else if (!is_suspicion && is_here(each, *of.value)) {
        of.changes.push_back(&each);
        standing.changes.push_back(change_in(each.facts));
      }
    }
    return standing;
  }

  /// A change of the series that the value is of.
  bool is_here(const KnownChange& each, const NightValue& value) {
    const std::string group = value.note.value("group", "");
    return series_.identity(group, each.place) == series_.identity(group, place_in(value.note));
  }

  void add(const ValueTonight& of, const Ruling& ruling) {
    const std::string id = id_of(of, ruling);
    if (ruling.kind == Ruling::Kind::Waits)
      waits_.push_back(id);
    else
      add(*of.value, id, ruling);
    for (const std::size_t settled : ruling.settled)
      if (of.waiting[settled]->id != id) end(*of.waiting[settled], "dismissed", fmt::format("it is told as {}", id));
    for (const KnownChange& each : known_)
      if (each.id != id && is_absorbed(each, of, ruling.news))
        end(each, "withdrawn", fmt::format("it is part of the drift {}", id));
  }

  /// The series knows a step that has become part of a drift no more: nothing would ever end it.
  static bool is_absorbed(const KnownChange& each, const ValueTonight& of, const News& news) {
    const bool is_told = each.is_open() && each.confirmed != 0;
    return is_told && each.cell == of.value->cell && each.place.host == place_in(of.value->note).host &&
           std::ranges::count(news.absorbs, change_in(each.facts).from) > 0;
  }

  std::string id_of(const ValueTonight& of, const Ruling& ruling) const {
    if (ruling.waited) return of.waiting[*ruling.waited]->id;
    if (ruling.undone) return of.changes[*ruling.undone]->id;
    const bool is_earlier = ruling.kind == Ruling::Kind::Drifting || ruling.kind == Ruling::Kind::Recovered ||
                            ruling.kind == Ruling::Kind::Withdrawn;
    return is_earlier ? earlier(*of.value, ruling.news) : new_id(*of.value, ruling.news);
  }

  std::string new_id(const NightValue& value, const News& news) const {
    const std::string text = fmt::format("{}/{}/{}/{}/{}", history_.title, value.cell, value.note.value("host", ""),
                                         night_, news.change.from);
    return digest(text).substr(0, 8);
  }

  /// The change that was told with this first night, on this machine.
  std::string earlier(const NightValue& value, const News& news) const {
    const std::string host = place_in(value.note).host;
    for (auto event = history_.events.rbegin(); event != history_.events.rend(); ++event)
      if (event->note.value("cell", "") == value.cell && event->state != "new" &&
          place_in(event->note.value("place", Json::object())).host == host &&
          change_in(event->note.value("change", Json())).from == news.of)
        return event->change;
    return new_id(value, news);
  }

  void dismiss_old_suspicions() {
    for (const KnownChange& each : known_) {
      const bool is_told = std::ranges::find(into_.events, each.id, &NightEvent::change) != into_.events.end() ||
                           std::ranges::find(waits_, each.id) != waits_.end();
      if (!each.is_open() || each.confirmed != 0 || is_told) continue;
      if (stats::is_over(waiting_in(each, series_), night_))
        end(each, "dismissed", "the nights of a week do not bear it out");
    }
  }

  void end(const KnownChange& change, const std::string& state, const std::string& why) {
    NightEvent event{change.id, state, run_.started, run_.id, {}};
    event.note = {{"study", history_.title}, {"group", change.group}, {"cell", change.cell}, {"why", why}};
    into_.events.push_back(std::move(event));
  }

  void add(const NightValue& value, const std::string& id, const Ruling& ruling) {
    NightEvent event{id, std::string(name(ruling.kind)), run_.started, run_.id, {}};
    event.note = {{"study", history_.title},
                  {"group", value.note.value("group", "")},
                  {"cell", value.cell},
                  {"place", to_json(place_in(value.note))},
                  {"why", ruling.why}};
    add_news(event.note, ruling.news);
    into_.events.push_back(std::move(event));
  }

  const RunRow& run_;
  int night_;
  NightJudgement& into_;
  const NightHistory& history_;
  SeriesOfNights series_;
  std::vector<KnownChange> known_;
  std::vector<std::string> waits_;  ///< ids of suspicions that come again tonight
};

}  // namespace

NightJudgement judge_night(const NightHistory& history, const RunRow& run, std::vector<NightValue> values,
                           const Confirmed& confirmed) {
  NightJudgement judgement;
  judgement.values = std::move(values);
  ByHistory(history, run, judgement).judge(confirmed);
  return judgement;
}

}  // namespace assay

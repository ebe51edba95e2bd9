#include "harness/report/night_judge.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cmath>

#include "harness/report/night_news.h"
#include "harness/report/night_told.h"
#include "harness/stats/discoveries.h"
#include "harness/stats/night_confirmation.h"
#include "harness/stats/text.h"

namespace assay {
namespace {

using stats::News;

/// What a night tells of one series.
struct Told {
  const NightValue* value = nullptr;
  std::vector<News> news{};
  std::optional<News> found{};  ///< by fresh bouts of tonight: the change that they bear out
  std::string why{};            ///< of it
};

class ByHistory {
 public:
  ByHistory(const NightHistory& history, const RunRow& run, NightJudgement& into)
      : run_(run), night_(night_of(run)), into_(into), history_(history), series_(history, night_, into.values) {
    known_ = known_changes(history.events);
  }

  void judge(const Confirmed& confirmed) {
    for (const NightValue& value : into_.values)
      if (value.value) told_.push_back({&value, news_of(value, history_, run_, series_)});
    for (Told& each : told_) look_again(each, confirmed);
    hold_against_discoveries();
    for (const Told& each : told_)
      for (const News& news : each.news) tell(each, news, confirmed);
    const int suspected = static_cast<int>(into_.suspicions.size());
    for (auto& [cell, suspicion] : into_.suspicions) suspicion.suspected = suspected;
    dismiss_old_suspicions();
  }

 private:
  Suspicion suspicion_of(const NightValue& value, const News& news) {
    const NightPlace place = place_in(value.note);
    // The second stage holds it against tonight's anchor, whatever the first one of the chain was.
    const double level = news.change.before - series_.shift(value.note.value("group", ""), place);
    return {level, news.change.size, rule_for(run_, value).floor_percent, 1, place.rounds};
  }

  /// What fresh bouts of tonight say together with the nights before. A first night waits for the next one.
  void look_again(Told& told, const Confirmed& confirmed) {
    const NightValue& value = *told.value;
    const auto finding = confirmed.find(value.cell);
    if (finding == confirmed.end()) return;
    for (const News& news : told.news) {
      if (news.kind != News::Kind::Suspected) continue;
      told.why = finding->second.why;
      const auto found = stats::found_again(series_.find(value.cell)->nights, news, finding->second,
                                            suspicion_of(value, news), rule_for(run_, value));
      if (!found) continue;
      if (found->enough() && pending(value, news)) {
        told.found = found->news;
        told.why += fmt::format("; that {} nights in a row are so far off by themselves has {}", found->nights,
                                stats::p_text(found->news.change.p));
      } else {
        told.why += "; one night may be so far off by itself: the next one tells";
      }
    }
  }

  /// One p for every series of the night: of what it tells the least, 1 where it tells nothing. What is not among the
  /// discoveries is not told tonight; with more nights its p falls.
  void hold_against_discoveries() {
    std::vector<double> least;
    for (const Told& each : told_) {
      double& p = least.emplace_back(each.found ? each.found->change.p : 1);
      for (const News& news : each.news)
        if (is_tested(news)) p = std::min(p, news.change.p);
    }
    const std::vector<double> adjusted = stats::adjusted_p(least);
    for (std::size_t i = 0; i < least.size(); ++i)
      if (adjusted[i] <= stats::kFalseDiscoveries) greatest_ = std::max(greatest_, least[i]);
    for (Told& each : told_)
      std::erase_if(each.news, [&](const News& news) { return is_tested(news) && !is_discovery(news); });
  }
  bool is_discovery(const News& news) const { return news.change.p <= greatest_; }

  void tell(const Told& told, const News& news, const Confirmed& confirmed) {
    const NightValue& value = *told.value;
    switch (news.kind) {
      case News::Kind::Suspected:
        return suspect(told, news, confirmed);
      case News::Kind::Recovered:
        add(value, earlier(value, news), "recovered", news, "the level before it is back");
        return settle(value, news, earlier(value, news));
      case News::Kind::Withdrawn:
        return add(value, earlier(value, news), "withdrawn", news, "the nights of the last week do not show it");
      case News::Kind::Drifting:
        if (news.continues) return add(value, earlier(value, news), "drifting", news, "it went on, and is a drift");
        break;
      case News::Kind::Changed:
        break;
    }
    confirm(value, news, "the nights bear it out");
  }

  void confirm(const NightValue& value, const News& news, const std::string& why) {
    const std::string id = pending(value, news).value_or(new_id(value, news));
    add(value, id, "confirmed", news, why);
    settle(value, news, id);
  }

  void suspect(const Told& told, const News& news, const Confirmed& confirmed) {
    const NightValue& value = *told.value;
    const Suspicion suspicion = suspicion_of(value, news);
    into_.suspicions[value.cell] = suspicion;
    const bool sure = told.found && is_discovery(*told.found);
    if (sure)
      if (const KnownChange* undone = undone_by(value, *told.found)) return recover(value, *undone, told);
    begin(told, news, suspicion, confirmed);
    if (sure) confirm(value, *told.found, told.why);
  }

  /// The suspicion itself, and where it led as far as that is no change.
  void begin(const Told& told, const News& news, const Suspicion& suspicion, const Confirmed& confirmed) {
    const NightValue& value = *told.value;
    const auto waiting = pending(value, news);
    const std::string id = waiting.value_or(new_id(value, news));
    const auto found = confirmed.find(value.cell);
    if (!waiting) add(value, id, "new", news, told.why.empty() ? "off its level tonight" : told.why);
    if (found == confirmed.end()) return;
    if (stats::second_look(found->second, suspicion) == stats::SecondLook::Refuted)
      add(value, id, "dismissed", news, found->second.why);
  }

  /// A change of the series that the value is of.
  bool is_here(const KnownChange& each, const NightValue& value) {
    const std::string group = value.note.value("group", "");
    return each.cell == value.cell &&
           series_.identity(group, each.place) == series_.identity(group, place_in(value.note));
  }

  /// The latest slow-down whose level before it is back, as stats::tonight() finds it in nights.
  const KnownChange* undone_by(const NightValue& value, const News& news) {
    const double floor = stats::from_percent(rule_for(run_, value).floor_percent);
    const double near = std::max(floor, (news.change.high - news.change.low) / 2);
    const KnownChange* latest = nullptr;
    for (const KnownChange& each : known_) {
      const stats::Change earlier = change_in(each.facts);
      if (!is_here(each, value) || !each.is_open() || each.confirmed == 0 || earlier.size < 0) continue;
      const double rest = std::abs(news.change.before + news.change.size - earlier.before);
      if (news.change.size < 0 && rest < near && rest < earlier.size / 2) latest = &each;
    }
    return latest;
  }

  void recover(const NightValue& value, const KnownChange& undone, const Told& told) {
    News news = *told.found;
    news.kind = News::Kind::Recovered;
    news.of = change_in(undone.facts).from;
    add(value, undone.id, "recovered", news, "the level before it is back, " + told.why);
    settle(value, news, undone.id);
  }

  std::string new_id(const NightValue& value, const News& news) const {
    const std::string text = fmt::format("{}/{}/{}/{}/{}", history_.title, value.cell, value.note.value("host", ""),
                                         night_, news.change.from);
    return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size())).substr(0, 8);
  }

  /// The change that was told with this first night.
  std::string earlier(const NightValue& value, const News& news) const {
    for (auto event = history_.events.rbegin(); event != history_.events.rend(); ++event)
      if (event->note.value("cell", "") == value.cell && event->state != "new" &&
          change_in(event->note.value("change", Json())).from == news.of)
        return event->change;
    return new_id(value, news);
  }

  bool is_suspicion_of(const KnownChange& each, const NightValue& value, const News& news) const {
    return each.cell == value.cell && each.place.host == place_in(value.note).host && each.is_open() &&
           each.confirmed == 0 && is_near(change_in(each.facts), news.change);
  }

  /// A suspicion of the same sign that the series bears out now, or that comes again.
  std::optional<std::string> pending(const NightValue& value, const News& news) const {
    const auto found =
        std::ranges::find_if(known_, [&](const KnownChange& each) { return is_suspicion_of(each, value, news); });
    return found == known_.end() ? std::nullopt : std::optional(found->id);
  }

  /// What was suspected of this and has another id ends with it.
  void settle(const NightValue& value, const News& news, const std::string& id) {
    for (const KnownChange& each : known_)
      if (each.id != id && is_suspicion_of(each, value, news)) end(each, fmt::format("it is told as {}", id));
  }

  void dismiss_old_suspicions() {
    constexpr int week = 7;
    for (const KnownChange& each : known_) {
      const bool told_again =
          std::ranges::any_of(into_.events, [&](const NightEvent& event) { return event.change == each.id; });
      if (!each.is_open() || each.confirmed != 0 || told_again || night_ - each.told <= week) continue;
      end(each, "the nights of a week do not bear it out");
    }
  }

  void end(const KnownChange& suspicion, const std::string& why) {
    NightEvent event{suspicion.id, "dismissed", run_.started, run_.id, {}};
    event.note = {{"study", history_.title}, {"group", suspicion.group}, {"cell", suspicion.cell}, {"why", why}};
    into_.events.push_back(std::move(event));
  }

  void add(const NightValue& value, const std::string& id, const std::string& state, const News& news,
           const std::string& why) {
    NightEvent event{id, state, run_.started, run_.id, {}};
    event.note = {{"study", history_.title},
                  {"group", value.note.value("group", "")},
                  {"cell", value.cell},
                  {"place", to_json(place_in(value.note))},
                  {"why", why}};
    add_news(event.note, news);
    into_.events.push_back(std::move(event));
  }

  const RunRow& run_;
  int night_;
  NightJudgement& into_;
  const NightHistory& history_;
  SeriesOfNights series_;
  std::vector<KnownChange> known_;
  std::vector<Told> told_;
  double greatest_ = -1;  ///< p of tonight's discoveries
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

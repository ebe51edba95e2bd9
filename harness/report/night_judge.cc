#include "harness/report/night_judge.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cmath>

#include "harness/report/night_told.h"
#include "harness/stats/discoveries.h"

namespace assay {
namespace {

using stats::News;

/// What a night tells of one series.
struct Told {
  const NightValue* value = nullptr;
  std::vector<News> news{};
};

class Judge {
 public:
  Judge(const NightHistory& history, const RunRow& run, NightJudgement& into)
      : run_(run), night_(night_of(run)), into_(into), history_(history), series_(history, night_, into.values) {
    known_ = known_changes(history.events);
  }

  void judge(const Confirmed& confirmed) {
    for (const NightValue& value : into_.values)
      if (value.value) told_.push_back({&value, news_of(value)});
    hold_against_discoveries();
    for (const Told& each : told_)
      for (const News& news : each.news) tell(*each.value, news, confirmed);
    const int suspected = static_cast<int>(into_.suspicions.size());
    for (auto& [cell, suspicion] : into_.suspicions) suspicion.suspected = suspected;
    dismiss_old_suspicions();
  }

 private:
  std::vector<News> news_of(const NightValue& value) {
    const NightSeries& series = *series_.find(value.cell);
    const std::string identity = series_.identity(series.group, place_in(value.note));
    const auto told = news_in(history_.events, value.cell,
                              [&](const NightPlace& place) { return series_.identity(series.group, place); });
    auto found = stats::tonight(series.nights, told, rule_for(run_, value));
    if (!found) return {};  // a value that is no finite number was never stored
    std::erase_if(*found, [&](const News& news) { return news.identity != identity; });
    return std::move(*found);
  }

  static bool is_tested(const News& news) {
    return news.kind != News::Kind::Suspected && news.kind != News::Kind::Withdrawn;
  }

  /// One p for every series of the night: of what it tells the least, 1 where it tells nothing. What is not among the
  /// discoveries is not told tonight; with more nights its p falls.
  void hold_against_discoveries() {
    std::vector<double> least;
    for (const Told& each : told_) {
      double& p = least.emplace_back(1);
      for (const News& news : each.news)
        if (is_tested(news)) p = std::min(p, news.change.p);
    }
    const std::vector<double> adjusted = stats::adjusted_p(least);
    double greatest = -1;
    for (std::size_t i = 0; i < least.size(); ++i)
      if (adjusted[i] <= stats::kFalseDiscoveries) greatest = std::max(greatest, least[i]);
    for (Told& each : told_)
      std::erase_if(each.news, [&](const News& news) { return is_tested(news) && news.change.p > greatest; });
  }

  void tell(const NightValue& value, const News& news, const Confirmed& confirmed) {
    switch (news.kind) {
      case News::Kind::Suspected:
        return suspect(value, news, confirmed);
      case News::Kind::Recovered:
        return add(value, earlier(value, news), "recovered", news, "the level before it is back");
      case News::Kind::Withdrawn:
        return add(value, earlier(value, news), "withdrawn", news, "the nights of the last week do not show it");
      case News::Kind::Drifting:
        if (news.continues) return add(value, earlier(value, news), "drifting", news, "it went on, and is a drift");
        break;
      case News::Kind::Changed:
        break;
    }
    add(value, pending(value, news).value_or(new_id(value, news)), "confirmed", news, "the nights bear it out");
  }

  void suspect(const NightValue& value, const News& news, const Confirmed& confirmed) {
    const double floor = rule_for(run_, value).floor_percent;
    // The second stage holds it against tonight's anchor, whatever the first one of the chain was.
    const double level = news.change.before - series_.shift(value.note.value("group", ""), place_in(value.note));
    into_.suspicions[value.cell] = {level, news.change.size, floor, 1};
    const std::string id = new_id(value, news);
    const auto found = confirmed.find(value.cell);
    if (found != confirmed.end() && found->second.verdict == stats::Verdict::Changed)
      if (const KnownChange* undone = undone_by(value, borne_out(news, found->second)))
        return recover(value, *undone, borne_out(news, found->second), found->second.why);
    add(value, id, "new", news, found == confirmed.end() ? "off its level tonight" : found->second.why);
    if (found == confirmed.end()) return;
    const stats::Finding& finding = found->second;
    if (finding.verdict == stats::Verdict::Changed)
      add(value, id, "confirmed", borne_out(news, finding), finding.why);
    else if (finding.verdict == stats::Verdict::Same || finding.verdict == stats::Verdict::Undecided)
      add(value, id, "dismissed", news, finding.why);
  }

  /// The latest slow-down whose level before it is back, as stats::tonight() finds it in nights.
  const KnownChange* undone_by(const NightValue& value, const News& news) const {
    const double floor = stats::from_percent(rule_for(run_, value).floor_percent);
    const double near = std::max(floor, (news.change.high - news.change.low) / 2);
    const KnownChange* latest = nullptr;
    for (const KnownChange& each : known_) {
      const stats::Change earlier = change_in(each.facts);
      if (each.cell != value.cell || !each.is_open() || each.confirmed == 0 || earlier.size < 0) continue;
      const double rest = std::abs(news.change.before + news.change.size - earlier.before);
      if (news.change.size < 0 && rest < near && rest < earlier.size / 2) latest = &each;
    }
    return latest;
  }

  void recover(const NightValue& value, const KnownChange& undone, News news, const std::string& why) {
    news.kind = News::Kind::Recovered;
    news.of = change_in(undone.facts).from;
    add(value, undone.id, "recovered", news, "the level before it is back, " + why);
  }

  static News borne_out(News news, const stats::Finding& finding) {
    news.kind = News::Kind::Changed;
    news.change.size = stats::from_percent(finding.effect->percent);
    news.change.low = stats::from_percent(finding.effect->low);
    news.change.high = stats::from_percent(finding.effect->high);
    news.change.p = finding.p;
    return news;
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

  /// A suspicion of the same sign that the series bears out now.
  std::optional<std::string> pending(const NightValue& value, const News& news) const {
    constexpr int near = 10;  // nights: as far as the best place of a step moves (stats/nightly.h)
    for (const KnownChange& each : known_) {
      const stats::Change change = change_in(each.facts);
      if (each.cell == value.cell && each.is_open() && each.confirmed == 0 &&
          (change.size > 0) == (news.change.size > 0) && std::abs(change.from - news.change.from) <= near)
        return each.id;
    }
    return std::nullopt;
  }

  void dismiss_old_suspicions() {
    constexpr int week = 7;
    for (const KnownChange& each : known_) {
      const bool told_again =
          std::ranges::any_of(into_.events, [&](const NightEvent& event) { return event.change == each.id; });
      if (!each.is_open() || each.confirmed != 0 || told_again || night_ - each.told <= week) continue;
      NightEvent event{each.id, "dismissed", run_.started, run_.id, {}};
      event.note = {{"study", history_.title},
                    {"group", each.group},
                    {"cell", each.cell},
                    {"why", "the nights of a week do not bear it out"}};
      into_.events.push_back(std::move(event));
    }
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
};

}  // namespace

NightJudgement judge_night(const NightHistory& history, const RunRow& run, std::vector<NightValue> values,
                           const Confirmed& confirmed) {
  NightJudgement judgement;
  judgement.values = std::move(values);
  Judge(history, run, judgement).judge(confirmed);
  return judgement;
}

}  // namespace assay

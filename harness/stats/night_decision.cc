#include "harness/stats/night_decision.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/stats/discoveries.h"
#include "harness/stats/night_confirmation.h"
#include "harness/stats/night_news.h"
#include "harness/stats/text.h"
#include "harness/stats/told.h"

namespace assay::stats {
namespace {

Suspicion suspicion_of(const SeriesTonight& series, const News& news) {
  // The second comparison holds it against tonight's anchor, whatever the first one of the chain was.
  return {news.change.before - series.shift, news.change.size, series.rule.floor_percent, 1, series.rounds};
}

const News* suspected(const SeriesTonight& series) {
  const auto found = std::ranges::find(series.news, News::Kind::Suspected, &News::kind);
  return found == series.news.end() ? nullptr : &*found;
}

/// The first suspicion that waits for this.
std::optional<std::size_t> waiting_for(const News& news, const Standing& standing) {
  for (std::size_t i = 0; i < standing.waiting.size(); ++i)
    if (is_near(standing.waiting[i].change, news.change)) return i;
  return std::nullopt;
}

/// What fresh bouts of tonight say of its suspicion.
struct LookedAgain {
  std::optional<News> found{};  ///< the change that they and the nights before bear out
  std::string why{};            ///< empty: there were none
};

/// A first night waits for the next one.
LookedAgain look_again(const SeriesTonight& series) {
  const News* news = suspected(series);
  if (news == nullptr || !series.second) return {};
  LookedAgain looked{.why = series.second->why};
  const auto found = found_again(series.nights, *news, *series.second, suspicion_of(series, *news), series.rule);
  if (!found) return looked;
  if (found->enough() && waiting_for(*news, series.standing)) {
    looked.found = found->news;
    looked.why += fmt::format("; that {} nights in a row are so far off by themselves has {}", found->nights,
                              p_text(found->news.change.p));
  } else {
    looked.why += "; one night may be so far off by itself: the next one tells";
  }
  return looked;
}

/// Of what a series would tell tonight; 1 where that is nothing.
double least_p(const SeriesTonight& series, const LookedAgain& looked) {
  double p = looked.found ? looked.found->change.p : 1;
  for (const News& news : series.news)
    if (is_tested(news)) p = std::min(p, news.change.p);
  return p;
}

/// The rulings of one series, given the greatest p of the night's discoveries.
class OfSeries {
 public:
  OfSeries(const SeriesTonight& series, const LookedAgain& looked, double greatest)
      : series_(series), looked_(looked), greatest_(greatest) {}

  std::vector<Ruling> rule() {
    for (const News& news : series_.news)
      if (!is_tested(news) || is_discovery(news)) rule_on(news);
    return std::move(rulings_);
  }

 private:
  using Kind = Ruling::Kind;

  bool is_discovery(const News& news) const { return news.change.p <= greatest_; }

  void rule_on(const News& news) {
    switch (news.kind) {
      case News::Kind::Suspected:
        return suspect(news);
      case News::Kind::Recovered:
        return add({Kind::Recovered, news, "the level before it is back", {}, {}, suspicions_of(news, std::nullopt)});
      case News::Kind::Withdrawn:
        return add({Kind::Withdrawn, news, "the nights of the last week do not show it"});
      case News::Kind::Drifting:
        if (news.continues) return add({Kind::Drifting, news, "it went on, and is a drift"});
        break;
      case News::Kind::Changed:
        break;
    }
    confirm(news, "the nights bear it out");
  }

  void suspect(const News& news) {
    if (!looked_.found || !is_discovery(*looked_.found)) return wait(news);
    if (const auto undone = undone_by(looked_.found->change)) return recover(*undone);
    confirm(*looked_.found, looked_.why);
  }

  /// A suspicion that is no change yet.
  void wait(const News& news) {
    const auto waited = waiting_for(news, series_.standing);
    if (!waited) add({Kind::New, news, looked_.why.empty() ? "off its level tonight" : looked_.why});
    const bool refuted =
        series_.second && second_look(*series_.second, suspicion_of(series_, news)) == SecondLook::Refuted;
    if (refuted)
      add({Kind::Dismissed, news, series_.second->why, waited});
    else if (waited)
      add({Kind::Waits, news, looked_.why, waited});
  }

  void confirm(const News& news, const std::string& why) {
    const auto waited = waiting_for(news, series_.standing);
    add({Kind::Confirmed, news, why, waited, {}, suspicions_of(news, waited)});
  }

  void recover(std::size_t undone) {
    News news = *looked_.found;
    news.kind = News::Kind::Recovered;
    news.of = series_.standing.changes[undone].from;
    add({Kind::Recovered,
         news,
         "the level before it is back, " + looked_.why,
         {},
         undone,
         suspicions_of(news, std::nullopt)});
  }

  /// The latest slow-down whose level before it is back.
  std::optional<std::size_t> undone_by(const Change& found) const {
    std::optional<std::size_t> latest;
    for (std::size_t i = 0; i < series_.standing.changes.size(); ++i)
      if (undoes(found, series_.standing.changes[i], series_.rule)) latest = i;
    return latest;
  }

  std::vector<std::size_t> suspicions_of(const News& news, std::optional<std::size_t> except) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < series_.standing.waiting.size(); ++i)
      if (i != except && is_near(series_.standing.waiting[i].change, news.change)) found.push_back(i);
    return found;
  }

  void add(Ruling ruling) { rulings_.push_back(std::move(ruling)); }

  const SeriesTonight& series_;
  const LookedAgain& looked_;
  double greatest_;
  std::vector<Ruling> rulings_;
};

}  // namespace

bool is_over(const Waiting& suspicion, int night) {
  constexpr int enough = 2;  // with the one that was suspected three, of which a step is told (change_points.h)
  return night - suspicion.since > kWeek && suspicion.nights >= enough;
}

std::string_view name(Ruling::Kind kind) {
  switch (kind) {
    case Ruling::Kind::New:
      return "new";
    case Ruling::Kind::Waits:
      return "waits";
    case Ruling::Kind::Dismissed:
      return "dismissed";
    case Ruling::Kind::Confirmed:
      return "confirmed";
    case Ruling::Kind::Drifting:
      return "drifting";
    case Ruling::Kind::Recovered:
      return "recovered";
    case Ruling::Kind::Withdrawn:
      return "withdrawn";
  }
  return "";
}

std::vector<std::optional<Suspicion>> suspicions(std::span<const SeriesTonight> series) {
  std::vector<std::optional<Suspicion>> all;
  int count = 0;
  for (const SeriesTonight& each : series) {
    const News* news = suspected(each);
    all.push_back(news == nullptr ? std::nullopt : std::optional(suspicion_of(each, *news)));
    count += news != nullptr ? 1 : 0;
  }
  for (auto& suspicion : all)
    if (suspicion) suspicion->suspected = count;
  return all;
}

std::vector<std::vector<Ruling>> decide_night(std::span<const SeriesTonight> series) {
  std::vector<LookedAgain> looked;
  std::vector<double> p;
  for (const SeriesTonight& each : series) {
    looked.push_back(look_again(each));
    p.push_back(least_p(each, looked.back()));
  }
  const double greatest = greatest_discovery(p);
  std::vector<std::vector<Ruling>> rulings;
  for (std::size_t i = 0; i < series.size(); ++i) rulings.push_back(OfSeries(series[i], looked[i], greatest).rule());
  return rulings;
}

}  // namespace assay::stats

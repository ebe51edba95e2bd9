#include "harness/report/night_notes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "harness/report/anchor.h"
#include "harness/stats/pair.h"
#include "harness/stats/yuen.h"

namespace assay {
namespace {

constexpr int kLeastNights = 6;  // below these change_points() knows no noise

/// The value of a cell on the last run before.
struct Before {
  const RunRow* run = nullptr;
  NightPlace place{};
};

class Notes {
 public:
  explicit Notes(const NightFacts& facts) : facts_(facts) {}

  Result<std::vector<std::string>> make() {
    for (const NightValue& value : facts_.history.said.at(facts_.run.id))
      if (value.value)
        if (auto told = tell_place(value); !told) return tl::unexpected(told.error());
    tell_cut_short();
    tell_rounds();
    tell_clock();
    tell_runs();
    tell_few_bouts();
    tell_few_nights();
    return std::move(notes_);
  }

 private:
  Before before(const NightValue& of) const {
    Before found;
    for (const RunRow& run : facts_.history.runs) {
      if (run.id == facts_.run.id || night_of(run) > night_of(facts_.run)) break;
      const auto said = facts_.history.said.find(run.id);
      if (said == facts_.history.said.end()) continue;
      for (const NightValue& value : said->second)
        if (value.cell == of.cell && value.value) found = {&run, place_in(value.note)};
    }
    return found;
  }

  std::string name_of(const NightValue& value) const {
    const auto item = std::ranges::find(facts_.report.items, value.cell, &NightItem::cell);
    return fmt::format("{} {}", item->sides.group, to_string(item->sides.side));
  }

  int nights_of(const NightValue& value) const {
    return std::ranges::find(facts_.report.items, value.cell, &NightItem::cell)->nights;
  }

  Result<void> tell_place(const NightValue& value) {
    const Before last = before(value);
    const NightPlace now = place_in(value.note);
    if (last.run == nullptr) return {};
    if (last.place.anchor != now.anchor) return tell_anchor(value, last, now);
    NightPlace before = last.place;
    before.rounds = now.rounds;
    if (last.place != now && before == now)
      rounds_[fmt::format("{} decided tonight, and {} in run {}", rounds_text(now), rounds_text(last.place),
                          last.run->id)]
          .push_back(name_of(value));
    if (nights_of(value) > 1) return {};
    if (last.place.host != now.host)
      add(
          fmt::format("{} begins anew: another kind of machine measured it in run {}, and levels of different machines "
                      "are not compared",
                      name_of(value), last.run->id));
    else if (last.place.conditions != now.conditions)
      add(
          fmt::format("{} begins anew: since run {} the workload's source, tools that are not varied, or the "
                      "environment changed",
                      name_of(value), last.run->id));
    return {};
  }

  /// One sentence for all series of which the same is true.
  void tell_rounds() {
    constexpr std::size_t shown = 3;
    for (const auto& [tail, names] : rounds_) {
      const std::size_t count = std::min(names.size(), shown);
      std::string who =
          fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count), ", "));
      if (names.size() > count) who += fmt::format(" and {} more", names.size() - count);
      add(
          fmt::format("{}: {}; the effect can depend on the neighbour, so only nights that rest on the same rounds are "
                      "held against each other",
                      who, tail));
    }
  }

  Result<void> tell_anchor(const NightValue& value, const Before& last, const NightPlace& now) {
    const auto then_cells = facts_.cells.of(last.run->id), now_cells = facts_.cells.of(facts_.run.id);
    if (!then_cells) return tl::unexpected(then_cells.error());
    if (!now_cells) return tl::unexpected(now_cells.error());
    const auto changed =
        differences(anchor_of(*then_cells, last.run->subjects), anchor_of(*now_cells, facts_.run.subjects));
    const std::string what = changed.empty() ? "" : " (" + changed.front() + ")";
    const NightSeries& series = *facts_.series.find(value.cell);
    const auto of = [&](const NightPlace& place) { return facts_.series.identity(series.group, place); };
    if (of(last.place) == of(now))
      add(fmt::format("{} goes on: the anchor was renewed{}, and a night measured the two side by side", name_of(value),
                      what));
    else if (nights_of(value) == 1)
      add(
          fmt::format("{} begins anew: the anchor is another one{}, and no night measured the two side by side{}; the "
                      "old one as a further level for one night joins the series",
                      name_of(value), what, last.place.rounds == now.rounds ? "" : " over " + rounds_text(now)));
    return {};
  }

  void tell_cut_short() {
    if (facts_.run.state == "finished" || !facts_.report.judged) return;
    const auto counted =
        std::ranges::count_if(facts_.report.items, [](const NightItem& item) { return item.effect.has_value(); });
    add(fmt::format("the run ended early and was not continued: {} of its {} series have bouts enough and count",
                    counted, facts_.report.items.size()));
  }

  /// Known when it was begun: of a night that is shown again, later ones are stored as a matter of course.
  void tell_clock() {
    const Json& study = facts_.run.study;
    const auto later = study.is_object() ? study.find(kLaterNight) : study.end();
    if (later == study.end() || !later->is_number_integer()) return;
    add(
        fmt::format("a later night was stored when this one was begun, {}: this one is judged without what came after "
                    "it; if the clock was set back, set it right",
                    night_text(later->get<int>())));
  }

  void tell_runs() {
    int most = 0;
    for (const NightItem& item : facts_.report.items) most = std::max(most, item.runs);
    if (most > 1)
      add(fmt::format("the {} runs begun on {} (UTC) are one night, and what counts is their mean", most,
                      night_text(night_of(facts_.run))));
  }

  /// Of a finished run, for whose bouts there was no time: another one is no night then.
  void tell_few_bouts() {
    const Json decision = facts_.run.study.is_object() ? facts_.run.study.value("decision", Json()) : Json();
    const Json asked = decision.is_object() ? decision.value("bouts", Json()) : Json();
    if (!asked.is_number_integer() || asked.get<int>() < kLeastBoutsOfANight) return;
    const auto few = std::ranges::count_if(facts_.report.items, [](const NightItem& item) {
      return item.effect && item.runs == 1 && item.bouts < kLeastBoutsOfANight;
    });
    if (few > 0)
      add(
          fmt::format("{} of {} series had time for fewer than {} bouts: too few to choose undisturbed rounds, so all "
                      "rounds decide there; --max-time gives the night more",
                      few, facts_.report.items.size(), kLeastBoutsOfANight));
  }

  void tell_few_nights() {
    int most = 0;
    for (const NightItem& item : facts_.report.items) most = std::max(most, item.nights);
    if (most > 0 && most < kLeastNights)
      add(fmt::format("{} of the {} nights that a change needs are stored: nothing can be told yet", most,
                      kLeastNights));
  }

  void add(std::string note) {
    if (std::ranges::find(notes_, note) == notes_.end()) notes_.push_back(std::move(note));
  }

  const NightFacts& facts_;
  std::vector<std::string> notes_;
  std::map<std::string, std::vector<std::string>> rounds_;  // series by what is to be said of their rounds
};

}  // namespace

Result<std::vector<std::string>> night_notes(const NightFacts& facts) {
  return Notes(facts).make();
}

}  // namespace assay

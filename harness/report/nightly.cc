#include "harness/report/nightly.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/report/measured_run.h"
#include "harness/report/night_notes.h"
#include "harness/report/night_sides.h"
#include "harness/report/night_told.h"

namespace assay {
namespace {

/// The least change that is told of a cell, by the last run up to this one (empty: of all) that measured it.
double floor_of(const NightHistory& history, const std::string& cell, const std::string& until) {
  double floor_percent = stats::kFloorOtherwise;
  for (const RunRow& run : history.runs) {
    if (const auto said = history.said.find(run.id); said != history.said.end())
      for (const NightValue& value : said->second)
        if (value.cell == cell && value.value) floor_percent = rule_for(run, value).floor_percent;
    if (run.id == until) break;
  }
  return floor_percent;
}

/// Says of a suspicion what it waits for.
void add_missed(NightChange& change, const KnownChange& known, int night, SeriesOfNights& series) {
  if (const std::string missed = missed_nights(known, night, series); !missed.empty())
    change.why += (change.why.empty() ? "" : "; ") + missed;
}

class Report {
 public:
  Report(const Store& store, const NightHistory& history, const RunRow& run)
      : history_(history), run_(run), night_(night_of(run)), cells_(store), series_(history, night_) {}

  Result<NightlyReport> make(bool judged) {
    report_.night = night_;
    report_.judged = judged;
    if (auto added = add_items(); !added) return tl::unexpected(added.error());
    if (auto added = add_changes(); !added) return tl::unexpected(added.error());
    auto notes = night_notes({history_, run_, series_, cells_, report_});
    if (!notes) return tl::unexpected(notes.error());
    report_.notes = std::move(*notes);
    report_.status = status();
    return std::move(report_);
  }

 private:
  /// In the order of the study.
  Result<void> add_items() {
    const auto cells = cells_.of(run_.id);
    if (!cells) return tl::unexpected(cells.error());
    for (const RunCell& cell : *cells)
      for (const NightValue& value : history_.said.at(run_.id))
        if (value.cell == cell_id(cell.cell))
          if (auto added = add_item(value); !added) return added;
    return {};
  }

  Result<void> add_item(const NightValue& value) {
    auto sides = cells_.sides(run_.id, value.cell);
    if (!sides) return tl::unexpected(sides.error());
    NightItem item;
    item.cell = value.cell;
    item.sides = std::move(*sides);
    item.bouts = value.bouts;  // of all runs of the night, where there is a value
    item.mode = value.note.value("mode", "");
    item.decided_on = value.note.value("decided_on", "");
    item.floor_percent = rule_for(run_, value).floor_percent;
    item.why = value.note.value("why", "");
    if (value.value) {
      add_effect(value, item);
      count_nights(value, item);
    }
    report_.items.push_back(std::move(item));
    return {};
  }

  /// A night that was measured several times counts once (stats/nights.h), and this is what counts.
  void add_effect(const NightValue& value, NightItem& item) {
    const std::vector<NightValue> runs = same_night(value);
    const NightValue mean = mean_of(runs);
    item.runs = static_cast<int>(runs.size());
    item.bouts = mean.bouts;
    item.effect = in_percent(*mean.value, mean.note.value("low", *mean.value), mean.note.value("high", *mean.value));
  }

  /// The value's run, and those before it on the same night and in the same place.
  std::vector<NightValue> same_night(const NightValue& value) const {
    std::vector<NightValue> runs;
    for (const RunRow& run : history_.runs) {
      const auto said = history_.said.find(run.id);
      if (night_of(run) != night_ || said == history_.said.end()) continue;
      for (const NightValue& each : said->second)
        if (each.cell == value.cell && each.value && place_in(each.note) == place_in(value.note)) runs.push_back(each);
      if (run.id == run_.id) break;
    }
    return runs;
  }

  void count_nights(const NightValue& value, NightItem& item) {
    const NightSeries& series = *series_.find(value.cell);
    const std::string identity = series_.identity(series.group, place_in(value.note));
    std::vector<int> nights;
    for (const stats::Night& night : series.nights)
      if (night.identity == identity) nights.push_back(night.night);
    std::ranges::sort(nights);
    item.first = nights.front();
    item.nights = static_cast<int>(std::distance(nights.begin(), std::ranges::unique(nights).begin()));
  }

  /// Events up to tonight: a later night says nothing about this one.
  std::vector<NightEvent> events_so_far() const {
    std::vector<NightEvent> events;
    for (const NightEvent& event : history_.events)
      if (event.run.empty() || night_of(event.at) <= night_) events.push_back(event);
    return events;
  }

  bool told_tonight(const std::string& id) const {
    return std::ranges::any_of(history_.events, [&](const NightEvent& event) {
      const bool now = night_of(event.at) == night_ || event.note.value("told_on", 0) == night_;
      return event.change == id && !event.run.empty() && now;
    });
  }

  Result<void> add_changes() {
    for (const KnownChange& known : known_changes(events_so_far())) {
      const bool tonight = told_tonight(known.id);
      if (!known.is_open() && !tonight) continue;
      auto sides = cells_.sides(known.told_by, known.cell);
      if (!sides) return tl::unexpected(sides.error());
      const auto item = std::ranges::find(report_.items, known.cell, &NightItem::cell);
      if (item != report_.items.end() && known.is_open()) item->change = known.id;
      report_.changes.push_back(change_of(known, *sides, floor_of(history_, known.cell, run_.id)));
      report_.changes.back().tonight = tonight;
      add_missed(report_.changes.back(), known, night_, series_);
    }
    return {};
  }

  bool is_red(const NightChange& change) const {
    const bool stands = change.state == "confirmed" || change.state == "drifting";
    const bool now = change.confirmed == night_ || change.told_late == night_ || is_drift_of_tonight(change);
    return stands && change.size.percent > 0 && now;
  }

  /// A step that turned out to go on has grown.
  bool is_drift_of_tonight(const NightChange& change) const { return change.state == "drifting" && change.tonight; }

  NightStatus status() const {
    if (std::ranges::any_of(report_.changes, [&](const NightChange& each) { return is_red(each); }))
      return NightStatus::Slower;
    const auto measured = [](const NightItem& item) { return item.effect.has_value(); };
    return std::ranges::any_of(report_.items, measured) ? NightStatus::Fine : NightStatus::Nothing;
  }

  const NightHistory& history_;
  const RunRow& run_;
  int night_;
  NightCells cells_;
  SeriesOfNights series_;
  NightlyReport report_;
};

}  // namespace

std::string_view name(NightStatus status) {
  switch (status) {
    case NightStatus::Fine:
      return "fine";
    case NightStatus::Slower:
      return "slower";
    case NightStatus::Nothing:
      return "nothing";
  }
  return {};
}

Result<NightlyReport> nightly_report(const Store& store, const RunRow& run) {
  auto history = read_history(store, run.title);
  if (!history) return tl::unexpected(history.error());
  const bool judged = run.state == "finished" || history->is_judged(run.id);
  if (run.state == "finished") {
    if (const auto done = catch_up(store, *history, run.id); !done) return tl::unexpected(done.error());
  } else if (!judged) {
    const auto measured = measured_run(store, run.id);
    if (!measured) return tl::unexpected(measured.error());
    history->said[run.id] = night_values_of(run, measured->groups);
  }
  return Report(store, *history, run).make(judged);
}

Result<std::vector<NightChange>> open_changes(const Store& store, const std::string& title) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  std::vector<std::string> titles;
  for (auto run = runs->rbegin(); run != runs->rend(); ++run)
    if (run->kind == "nightly" && (title.empty() || run->title == title) &&
        std::ranges::find(titles, run->title) == titles.end())
      titles.push_back(run->title);
  std::vector<NightChange> changes;
  NightCells cells(store);
  for (const std::string& each : titles) {
    auto history = read_history(store, each);
    if (!history) return tl::unexpected(history.error());
    if (const auto done = catch_up(store, *history, ""); !done) return tl::unexpected(done.error());
    const int last = history->runs.empty() ? 0 : night_of(history->runs.back());
    SeriesOfNights series(*history, last);
    for (const KnownChange& known : known_changes(history->events)) {
      if (!known.is_open()) continue;
      const auto sides = cells.sides(known.told_by, known.cell);
      if (!sides) return tl::unexpected(sides.error());
      changes.push_back(change_of(known, *sides, floor_of(*history, known.cell, "")));
      add_missed(changes.back(), known, last, series);
    }
  }
  return changes;
}

}  // namespace assay

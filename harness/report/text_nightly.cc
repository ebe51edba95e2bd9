#include <fmt/format.h>

#include <algorithm>

#include "harness/report/gate_told.h"
#include "harness/report/night_text.h"
#include "harness/report/night_value.h"
#include "harness/report/text_parts.h"
#include "harness/stats/text.h"

namespace assay {
namespace {

std::optional<Estimate> estimate_of(const std::optional<NightEstimate>& effect) {
  if (!effect) return std::nullopt;
  return Estimate{effect->percent, effect->low, effect->high};
}

ComparisonReport comparison_of(const NightSides& sides) {
  ComparisonReport comparison;
  comparison.group = sides.group;
  comparison.workload = sides.workload;
  comparison.parameters = sides.parameters;
  comparison.a_configuration = sides.anchor;
  comparison.b_configuration = sides.side;
  return comparison;
}

const NightChange* change_of(const NightlyReport& report, const std::string& id) {
  const auto found = std::ranges::find(report.changes, id, &NightChange::id);
  return found == report.changes.end() ? nullptr : &*found;
}

TableCell state_cell(const NightlyReport& report, const NightItem& item) {
  const NightChange* change = change_of(report, item.change);
  if (change == nullptr) return {"", Paint::None};
  const bool red = change->state == "confirmed" || change->state == "drifting";
  return {change->state + " " + change->id, red ? Paint::Red : Paint::Yellow};
}

std::string bouts_text(const NightItem& item) {
  if (item.bouts == 0) return "";
  return std::to_string(item.bouts) + (item.runs > 1 ? fmt::format(" in {} runs", item.runs) : "");
}

Table nightly_table(const NightlyReport& report) {
  Table table{{{"workload", Align::Left, 9},
               {"against the anchor", Align::Left, 4},
               {"tonight", Align::Right, 9},
               {"interval", Align::Left, 9},
               {"bouts", Align::Right, 1},
               {"nights", Align::Right, 3},
               {"since", Align::Left, 2},
               {"change", Align::Left, 9}},
              {}};
  for (const NightItem& item : report.items)
    table.rows.push_back({{item.sides.group, Paint::None},
                          {differing_levels(item.sides), Paint::None},
                          item.effect ? change_cell(estimate_of(item.effect), "") : TableCell{"-", Paint::Yellow},
                          {interval_text(estimate_of(item.effect)), Paint::None},
                          {bouts_text(item), Paint::None},
                          {item.nights > 0 ? std::to_string(item.nights) : "", Paint::None},
                          {item.nights > 0 ? night_text(item.first) : "", Paint::Dim},
                          state_cell(report, item)});
  return table;
}

std::string direction(const NightChange& change) {
  const std::string word = change.size.percent > 0 ? "slower" : "faster";
  return change.course == "drift" ? "drifted " + word : word;
}

std::string state_words(const NightChange& change) {
  if (change.state == "acknowledged") return "acknowledged: " + change.reason;
  return change.state + (change.why.empty() ? "" : ": " + change.why);
}

}  // namespace

std::string differing_levels(const NightSides& sides) {
  return differing_levels(comparison_of(sides));
}

std::string again(const NightSides& sides, double floor_percent) {
  return command_again(comparison_of(sides), floor_percent);
}

std::string change_text(const NightChange& change, const TextStyle& style) {
  const std::string levels = differing_levels(change.sides);
  std::string text = wrapped(
      fmt::format("{} {}, {}: {} by {} %, between {} and {} %; the reason lies after {} and not after {}", change.id,
                  change.sides.group, levels, direction(change), stats::percent_text(std::abs(change.size.percent)),
                  format_percent_number(change.size.low), format_percent_number(change.size.high),
                  night_text(change.after), night_text(change.course == "drift" ? change.to : change.from)),
      style.width, 2);
  const std::string when = change.told_late > 0
                               ? night_text(change.told_late) + ", for the run of that night ended before it was judged"
                               : night_text(change.told);
  text += wrapped(fmt::format("told on {}; {}", when, state_words(change)), style.width, 4);
  return text + again_line(again(change.sides, change.floor_percent));
}

std::string nightly_heading(const RunReport& report, const TextStyle& style) {
  if (!report.nightly) return "";
  const NightlyReport& nightly = *report.nightly;
  const auto open = std::ranges::count_if(nightly.changes, [](const NightChange& each) {
    return each.state == "new" || each.state == "confirmed" || each.state == "drifting";
  });
  const auto told = std::ranges::count(nightly.changes, true, &NightChange::tonight);
  const char* word = nightly.status == NightStatus::Slower ? "SLOWER"
                     : nightly.status == NightStatus::Fine ? "fine"
                                                           : "NOTHING MEASURED";
  const Paint paint = nightly.status == NightStatus::Slower ? Paint::Red
                      : nightly.status == NightStatus::Fine ? Paint::Green
                                                            : Paint::Yellow;
  const std::string so_far = !nightly.judged              ? " so far, not judged"
                             : report.state != "finished" ? ", of a run that ended early"
                                                          : "";
  return painted(fmt::format("Night of {}: {}{}; {} series, {} told tonight, {} open", night_text(nightly.night), word,
                             so_far, nightly.items.size(), told, open),
                 paint, style.colour) +
         "\n";
}

std::string nightly_text(const RunReport& report, const TextStyle& style) {
  const NightlyReport& nightly = *report.nightly;
  std::string text = "\n" + nightly_table(nightly).text(style.width, style.colour);
  for (const NightItem& item : nightly.items)
    if (!item.effect)
      text +=
          wrapped(fmt::format("{} {}: no value tonight: {}", item.sides.group, differing_levels(item.sides), item.why),
                  style.width, 2);
  for (const bool tonight : {true, false}) {
    std::string part;
    for (const NightChange& change : nightly.changes)
      if (change.tonight == tonight) part += change_text(change, style);
    if (!part.empty()) text += section(tonight ? "New tonight" : "Open since earlier nights", style) + part;
  }
  return text;
}

}  // namespace assay

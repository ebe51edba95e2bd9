#include <fmt/format.h>

#include "harness/report/gate_told.h"
#include "harness/report/text_parts.h"
#include "harness/stats/text.h"

namespace assay {
namespace {

Paint paint_of(Judgement judgement, bool holds) {
  if (judgement == Judgement::Failed) return Paint::Red;
  if (judgement == Judgement::Passed || judgement == Judgement::Faster) return Paint::Green;
  return holds || judgement == Judgement::Ignored ? Paint::Yellow : Paint::None;
}

Table gate_table(const RunReport& report) {
  Table table{{{"workload", Align::Left, 9},
               {"against the anchor", Align::Left, 4},
               {"time", Align::Right, 9},
               {"interval", Align::Left, 9},
               {"floor", Align::Right, 5},
               {"bouts", Align::Right, 1},
               {"noise", Align::Left, 2},
               {"judgement", Align::Left, 9}},
              {}};
  for (const GateItem& item : report.gate->items) {
    const ComparisonReport& of = report.comparisons[item.comparison];
    table.rows.push_back({{of.group, Paint::None},
                          {differing_levels(of), Paint::None},
                          change_cell(of.effect, of.verdict),
                          {interval_text(of.effect), Paint::None},
                          {stats::percent_text(item.floor_percent) + " %", Paint::Dim},
                          {of.pairs > 0 ? std::to_string(of.pairs) : "", Paint::None},
                          noise_cell(of.noise),
                          {std::string(name(item.judgement)), paint_of(item.judgement, item.holds)}});
  }
  return table;
}

std::string item_text(const RunReport& report, const GateItem& item, bool brief, const TextStyle& style) {
  const ComparisonReport& of = report.comparisons[item.comparison];
  std::string text =
      wrapped(fmt::format("{}, {}: {}", of.group, differing_levels(of), told_finding(of, item)), style.width, 2);
  if (brief) return text;
  if (const std::string ignore = told_ignore(report.gate->question, item); !ignore.empty())
    text += wrapped(ignore, style.width, 4);
  for (const std::string& line : told_evidence(of)) text += wrapped(line, style.width, 4);
  return text + again_line(command_again(of, item.floor_percent));
}

}  // namespace

std::string gate_heading(const RunReport& report, const TextStyle& style) {
  if (!report.gate) return "";
  const GateStatus status = report.gate->status;
  const Paint paint = status == GateStatus::Passed   ? Paint::Green
                      : status == GateStatus::Failed ? Paint::Red
                                                     : Paint::Yellow;
  return painted(gate_headline(report), paint, style.colour) + "\n";
}

std::string gate_text(const RunReport& report, const TextStyle& style) {
  std::string text;
  for (const std::string& line : told_anchor(report)) text += wrapped(line, style.width, 0);
  if (!report.gate->items.empty()) text += "\n" + gate_table(report).text(style.width, style.colour);
  for (const GateSection& each : gate_sections(*report.gate)) {
    text += section(each.title, style);
    for (const GateItem* item : each.items) text += item_text(report, *item, each.brief, style);
  }
  return text;
}

}  // namespace assay

// What a gate judged and what a night told, above the effects that it rests on.
#include <fmt/format.h>

#include "dashboards/markup.h"
#include "dashboards/numbers.h"
#include "dashboards/page.h"
#include "harness/report/gate_told.h"
#include "harness/report/night_text.h"
#include "harness/report/night_value.h"
#include "harness/report/text_parts.h"

namespace assay {
namespace {

using Words = std::vector<std::string>;

std::string row_html(const Words& cells) {
  std::string html = fmt::format("<tr><th scope=\"row\">{}</th>", escape_html(cells.front()));
  for (std::size_t i = 1; i < cells.size(); ++i) html += fmt::format("<td>{}</td>", escape_html(cells[i]));
  return html + "</tr>\n";
}

std::string table_html(const std::string& label, const Words& titles, const std::vector<Words>& rows) {
  std::string head, body;
  for (const std::string& title : titles) head += fmt::format("<th scope=\"col\">{}</th>", escape_html(title));
  for (const Words& row : rows) body += row_html(row);
  return fmt::format(
      "<div class=\"scroll\" role=\"region\" aria-label=\"{}\" tabindex=\"0\"><table "
      "class=\"answer\"><thead><tr>{}</tr></thead><tbody>\n{}</tbody></table></div>\n",
      escape_html(label), head, body);
}

std::string section_html(const std::string& title, const std::string& content) {
  return fmt::format(
      "<section id=\"answer\" aria-labelledby=\"answer-title\">\n<h2 id=\"answer-title\">{}</h2>\n{}</section>\n",
      escape_html(title), content);
}

std::string floor_text(double percent) {
  return fmt::format("{:g} %", percent);
}

std::string gate_html(const RunReport& report) {
  std::string html;
  for (const std::string& line : told_anchor(report)) html += fmt::format("<p>{}</p>\n", escape_html(line));
  std::vector<Words> rows;
  for (const GateItem& item : report.gate->items) {
    const ComparisonReport& of = report.comparisons[item.comparison];
    std::string why = told_finding(of, item);
    if (const std::string ignore = told_ignore(report.gate->question, item); !ignore.empty()) why += "; " + ignore;
    rows.push_back({of.group, differing_levels(of), of.effect ? percent_text(*of.effect) : "",
                    of.effect ? interval_text(*of.effect) : "", floor_text(item.floor_percent),
                    std::string(name(item.judgement)), why});
  }
  const Words titles = {"Workload", "Against the anchor", "Time",          "Interval, %",
                        "Floor",    "Judgement",          "What was found"};
  return section_html(gate_headline(report), html + table_html("Judgements", titles, rows));
}

std::string change_html(const NightChange& change) {
  std::string text = change_text(change, {false, 1000});
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return "<li>" + escape_html(text) + "</li>\n";
}

std::string changes_html(const NightlyReport& nightly, bool tonight) {
  std::string items;
  for (const NightChange& change : nightly.changes)
    if (change.tonight == tonight) items += change_html(change);
  if (items.empty()) return {};
  return fmt::format("<h3>{}</h3>\n<ul class=\"changes\">\n{}</ul>\n",
                     tonight ? "New tonight" : "Open since earlier nights", items);
}

std::string state_of(const NightlyReport& nightly, const NightItem& item) {
  for (const NightChange& change : nightly.changes)
    if (change.id == item.change) return change.state + " " + change.id;
  return item.effect ? "" : "no value tonight: " + item.why;
}

std::string nightly_html(const RunReport& report) {
  const NightlyReport& nightly = *report.nightly;
  std::vector<Words> rows;
  for (const NightItem& item : nightly.items) {
    Words row = {item.sides.group,       differing_levels(item.sides), "", "", floor_text(item.floor_percent), "", "",
                 state_of(nightly, item)};
    if (item.effect) {
      const Estimate effect{item.effect->percent, item.effect->low, item.effect->high};
      row[2] = percent_text(effect);
      row[3] = interval_text(effect);
    }
    if (item.nights > 0) {
      row[5] = std::to_string(item.nights);
      row[6] = night_text(item.first);
    }
    rows.push_back(std::move(row));
  }
  std::string title = nightly_heading(report, {});
  title.pop_back();  // its line break
  const Words titles = {"Series", "Against the anchor", "Tonight", "Interval, %", "Told from", "Nights", "Since",
                        "Change"};
  return section_html(title,
                      table_html("Series", titles, rows) + changes_html(nightly, true) + changes_html(nightly, false));
}

}  // namespace

std::string answer_html(const RunReport& report) {
  if (report.gate) return gate_html(report);
  return report.nightly ? nightly_html(report) : std::string();
}

}  // namespace assay

// What explains the differences between the cells of a group: a table for each.
#include <fmt/format.h>

#include "dashboards/markup.h"
#include "dashboards/numbers.h"
#include "dashboards/page.h"
#include "harness/report/explained_rows.h"

namespace assay {
namespace {

using Kind = ExplainedRow::Kind;

/// The number, and beside it a bar of that length.
std::string share_cells(const ExplainedRow& row) {
  if (!row.share) return "<td></td><td class=\"share\"></td>";
  return fmt::format(
      "<td class=\"num\">{}</td><td class=\"share\" aria-hidden=\"true\"><span style=\"width:{:.2f}%\"></span></td>",
      escape_html(share_of_variance(*row.share)), 100 * *row.share);
}

std::string effect_cells(const ExplainedRow& row) {
  if (!row.effect) return "<td></td><td></td>";
  return fmt::format("<td class=\"num\">{}</td><td class=\"num muted\">{}</td>", percent_text(*row.effect),
                     interval_text(*row.effect));
}

std::string row_html(const ExplainedRow& row) {
  const char* kind = row.kind == Kind::Term ? "term" : row.kind == Kind::Step ? "of-term" : "rest";
  return fmt::format("<tr class=\"{}\"><th scope=\"row\">{}</th>{}{}</tr>\n", kind, escape_html(row.label),
                     share_cells(row), effect_cells(row));
}

std::string table_html(const ExplainedReport& report) {
  std::string rows;
  for (const ExplainedRow& row : rows_of(report)) rows += row_html(row);
  const std::string limits = limits_of(report);
  return fmt::format(
      "<h3>{0}</h3>\n<div class=\"scroll\" role=\"region\" aria-label=\"What explains {0}\" tabindex=\"0\"><table "
      "class=\"explained\"><thead><tr><th scope=\"col\">Factor, and its levels</th><th scope=\"col\" "
      "class=\"num\">Share</th><td class=\"share\"></td><th scope=\"col\" class=\"num\">Time</th><th scope=\"col\" "
      "class=\"num\">Interval, %</th></tr></thead><tbody>\n{1}</tbody></table></div>\n{2}",
      escape_html(report.group), rows,
      limits.empty() ? "" : fmt::format("<p class=\"note\">{}</p>\n", escape_html(limits)));
}

}  // namespace

std::string explained_html(const std::vector<ExplainedReport>& explained) {
  if (explained.empty()) return {};
  std::string html =
      "<section id=\"explained\" aria-labelledby=\"explained-title\">\n<h2 id=\"explained-title\">What explains the "
      "differences</h2>\n<p class=\"key\">Shares of the variance between all processes of a workload. Below each "
      "factor "
      "what its levels change in the mean over those of the others, in percent of time; of two factors together what "
      "goes beyond the two alone.</p>\n";
  for (const ExplainedReport& each : explained) html += table_html(each);
  return html + "</section>\n";
}

}  // namespace assay

// What was measured, cell by cell: a table that page.js makes sortable and searchable.
#include <fmt/format.h>

#include <algorithm>

#include "dashboards/markup.h"
#include "dashboards/numbers.h"
#include "dashboards/page.h"
#include "harness/core/units.h"

namespace assay {
namespace {

std::string cell(const std::string& text, const char* kind = "") {
  return fmt::format("<td{}>{}</td>", kind, escape_html(text));
}

/// A number that sorts by its value, and last where there is none.
std::string number(const std::string& text, std::optional<double> value) {
  if (!value) return "<td class=\"num\">–</td>";
  return fmt::format("<td class=\"num\" data-value=\"{:.17g}\">{}</td>", *value, escape_html(text));
}

std::string parameters(const Parameters& values) {
  std::string text;
  for (const auto& [key, value] : values) text += (text.empty() ? "" : " ") + key + '=' + value;
  return text;
}

std::string level_cells(const CellReport& row, const std::vector<std::string>& factors) {
  std::string html;
  for (const std::string& factor : factors) {
    const auto level = row.cell.configuration.find(factor);
    html += cell(level == row.cell.configuration.end() ? "" : level->second);
  }
  return html;
}

std::string relative(const CellReport& row) {
  if (row.baseline) return "<td class=\"num muted\" data-value=\"0\">baseline</td>";
  if (!row.against_baseline) return number({}, std::nullopt);
  return number(percent_text(*row.against_baseline) + ' ' + interval_text(*row.against_baseline),
                row.against_baseline->percent);
}

std::string measured(const CellReport& row) {
  const std::string clock = row.clock == stats::Clock::Cpu ? " CPU" : "";
  return number(row.seconds ? seconds_text(*row.seconds) + clock : "",
                row.seconds ? std::optional(row.seconds->median) : std::nullopt) +
         number(row.rate ? format_rate(row.rate->per_second, row.rate->unit) : "",
                row.rate ? std::optional(row.rate->per_second) : std::nullopt) +
         relative(row) + number(fmt::to_string(row.processes), row.processes) +
         number(fmt::to_string(row.slices), row.slices) +
         number(row.undisturbed ? share_text(*row.undisturbed) : "", row.undisturbed);
}

std::string outcome(const CellReport& row) {
  std::string text(name(row.outcome));
  if (row.emulated) text += ", emulated";
  if (!row.detail.empty()) text += ": " + row.detail;
  std::string html = escape_html(text);
  for (const Note& note : row.notes) html += fmt::format("<span class=\"note\">{}</span>", escape_html(note.text));
  return fmt::format("<td{}>{}</td>", row.outcome == Outcome::Measured ? "" : " class=\"bad\"", html);
}

std::string row_html(const CellReport& row, const std::vector<std::string>& factors) {
  return fmt::format("<tr><th scope=\"row\">{} <span class=\"detail\">{}</span></th>{}{}{}</tr>\n",
                     escape_html(row.cell.workload), escape_html(parameters(row.cell.parameters)),
                     level_cells(row, factors), measured(row), outcome(row));
}

std::string heading(const std::string& text, const char* kind = "") {
  return fmt::format("<th scope=\"col\"{}>{}</th>", kind, escape_html(text));
}

std::string head_html(const std::vector<std::string>& factors) {
  std::string html = "<thead><tr>" + heading("Workload");
  for (const std::string& factor : factors) html += heading(factor);
  for (const char* column :
       {"Time per iteration", "Rate", "Against the baseline", "Processes", "Slices", "Undisturbed"}) {
    html += heading(column, " class=\"num\"");
  }
  return html + heading("Outcome") + "</tr></thead>\n";
}

std::string common_html(const std::vector<CellReport>& cells) {
  const std::string common = to_string(common_levels(cells));
  if (common.empty()) return {};
  return fmt::format("<p class=\"note\">The same in all cells: <code>{}</code></p>\n", escape_html(common));
}

}  // namespace

std::string cells_html(const std::vector<CellReport>& cells) {
  if (cells.empty()) return "<p class=\"empty\">No cells were planned.</p>\n";
  const auto factors = varying_factors(cells);
  std::string html =
      common_html(cells) +
      "<div class=\"scroll\" role=\"region\" aria-label=\"Cells\" tabindex=\"0\"><table class=\"cells sortable\">"
      "<caption class=\"hidden\">Every cell of the run</caption>\n" +
      head_html(factors) + "<tbody>\n";
  for (const CellReport& row : cells) html += row_html(row, factors);
  return html + "</tbody></table></div>\n";
}

}  // namespace assay

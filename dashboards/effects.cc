// The forest plot's table: all its numbers stand here as text; the plot column stays empty until page.js draws into it.
#include <fmt/format.h>

#include "dashboards/markup.h"
#include "dashboards/numbers.h"
#include "dashboards/page.h"

namespace assay {
namespace {

std::string direction(const PlotRow& row) {
  if (!row.effect || row.verdict == "same" || row.verdict == "undecided" || row.verdict == "noisy") return "flat";
  if (row.effect->low > 0) return "slower";
  return row.effect->high < 0 ? "faster" : "flat";
}

std::string effect_cells(const PlotRow& row) {
  if (!row.effect) return "<td role=\"cell\" class=\"num effect\">–</td><td role=\"cell\" class=\"num interval\"></td>";
  const std::string ratio = row.noisy ? "" : ratio_text(row.effect->percent);
  return fmt::format("<td role=\"cell\" class=\"num effect\">{}{}</td><td role=\"cell\" class=\"num interval\">{}</td>",
                     percent_text(*row.effect),
                     ratio.empty() ? "" : fmt::format("<span class=\"ratio\">{}</span>", ratio),
                     interval_text(*row.effect));
}

std::string row_html(const PlotRow& row, const std::string& key) {
  return fmt::format(
      "<tr role=\"row\" class=\"{}{}\" data-plot=\"{}\"><th role=\"rowheader\" scope=\"row\">{} <span "
      "class=\"detail\">{}</span></th>"
      "<td role=\"cell\" class=\"plot\"></td>{}<td role=\"cell\" class=\"verdict\">{}</td>"
      "<td role=\"cell\" class=\"evidence\">{}</td><td role=\"cell\" class=\"noise\">{}</td></tr>\n",
      direction(row), row.score ? " score" : "", key, escape_html(row.label), escape_html(row.detail),
      effect_cells(row), escape_html(row.verdict), escape_html(row.evidence), escape_html(row.noise));
}

std::string step_html(const PlotStep& step, std::size_t panel, std::size_t index) {
  const std::string where =
      step.where.empty() ? "" : fmt::format(" <span class=\"detail\">at {}</span>", escape_html(step.where));
  std::string html = fmt::format(
      "<tbody role=\"rowgroup\"><tr role=\"row\" class=\"step\"><th role=\"rowheader\" scope=\"rowgroup\" "
      "colspan=\"7\">{} "
      "<span class=\"arrow\">→</span> {}{}</th></tr>\n",
      escape_html(step.from), escape_html(step.to), where);
  for (std::size_t row = 0; row < step.rows.size(); ++row) {
    html += row_html(step.rows[row], fmt::format("{}.{}.{}", panel, index, row));
  }
  return html + "</tbody>\n";
}

/// A number keeps its unit where the line ends.
std::string prose(std::string text) {
  for (auto at = text.find(" %"); at != std::string::npos; at = text.find(" %", at)) text.replace(at, 1, "\u00a0");
  return escape_html(text);
}

std::string notes_html(const std::vector<std::string>& notes) {
  if (notes.empty()) return {};
  std::string items;
  for (const std::string& note : notes) items += "<li>" + prose(note) + "</li>";
  return "<ul>" + items + "</ul>";
}

/// What narrow pages have no column for.
std::string beside_html(const PlotRow& row) {
  const std::string text = row.noise.empty() ? row.evidence : row.evidence + ", " + row.noise;
  return text.empty() ? text : fmt::format("<span class=\"narrow\">{}; </span>", escape_html(text));
}

/// What a row of the table rests on; `step` where the panel has several.
std::string reason_html(const PlotRow& row, const std::string& step) {
  if (row.reason.empty() && row.notes.empty()) return {};
  const std::string detail = row.detail + (row.detail.empty() || step.empty() ? "" : ", ") + step;
  return fmt::format("<div><dt>{} <span class=\"detail\">{}</span></dt><dd>{}{}{}</dd></div>\n", escape_html(row.label),
                     escape_html(detail), beside_html(row), prose(row.reason), notes_html(row.notes));
}

std::string reasons_html(const PlotPanel& panel) {
  std::string html;
  for (const PlotStep& step : panel.steps) {
    const std::string where = step.where.empty() ? "" : " at " + step.where;
    const std::string name = panel.steps.size() > 1 ? step.from + " → " + step.to + where : "";
    for (const PlotRow& row : step.rows) html += reason_html(row, name);
  }
  if (html.empty()) return {};
  return "<h4>What each rests on, and why measuring stopped</h4>\n<dl class=\"facts wide reasons\">\n" + html +
         "</dl>\n";
}

constexpr const char* kHead =
    "<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">Workload</th><td role=\"cell\" "
    "class=\"plot axis\"></td>"
    "<th role=\"columnheader\" scope=\"col\" class=\"num\">Time</th><th role=\"columnheader\" scope=\"col\" "
    "class=\"num\">Interval, %</th>"
    "<th role=\"columnheader\" scope=\"col\">Verdict</th><th role=\"columnheader\" scope=\"col\">Evidence</th>"
    "<th role=\"columnheader\" scope=\"col\">Noise</th></tr></thead>\n";

}  // namespace

std::string effects_html(const std::vector<PlotPanel>& panels) {
  if (panels.empty())
    return "<p class=\"empty\">No effects: nothing was varied, or nothing could be measured on both sides.</p>\n";
  std::string html;
  for (std::size_t panel = 0; panel < panels.size(); ++panel) {
    html += fmt::format(
        "<section class=\"panel\"><h3>{0}</h3>\n<table role=\"table\" class=\"effects\" data-panel=\"{1}\"><caption "
        "class=\"hidden\">What {0} "
        "changes in time per iteration; negative is faster</caption>\n{2}",
        escape_html(panels[panel].title), panel, kHead);
    for (std::size_t step = 0; step < panels[panel].steps.size(); ++step)
      html += step_html(panels[panel].steps[step], panel, step);
    html += "</table>\n" + reasons_html(panels[panel]) + "</section>\n";
  }
  return html;
}

}  // namespace assay

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
  const std::string ratio = ratio_text(row.effect->percent);
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
    html += "</table></section>\n";
  }
  return html;
}

}  // namespace assay

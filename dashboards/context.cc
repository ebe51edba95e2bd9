// Where the numbers come from: the run, what executed, the host, and how to do it again.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dashboards/markup.h"
#include "dashboards/numbers.h"
#include "dashboards/page.h"
#include "harness/core/units.h"
#include "harness/host/describe.h"
#include "harness/host/names.h"
#include "harness/report/executed.h"

namespace assay {
namespace {

std::string definition(const std::string& term, const std::string& value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", escape_html(term), escape_html(value));
}

std::string raw_html(const std::string& summary, const Json& json) {
  if (json.empty()) return {};
  return fmt::format("<details><summary>{}</summary><pre tabindex=\"0\">{}</pre></details>\n", escape_html(summary),
                     escape_html(json.dump(2, ' ', false, Json::error_handler_t::replace)));
}

std::string levels_of(const CellReport& row, const std::vector<std::string>& factors) {
  std::string text;
  for (const std::string& factor : factors) {
    const auto level = row.cell.configuration.find(factor);
    if (level != row.cell.configuration.end()) text += (text.empty() ? "" : " ") + factor + '=' + level->second;
  }
  return text;
}

std::string listed(const std::set<std::string>& names) {
  constexpr std::size_t kMost = 6;
  std::string text;
  std::size_t count = 0;
  for (const std::string& name : names) {
    if (++count > kMost) break;
    text += (text.empty() ? "" : ", ") + name;
  }
  return names.size() > kMost ? text + fmt::format(" and {} more", names.size() - kMost) : text;
}

std::string executed_row(const Executed& executed, const std::vector<std::string>& factors) {
  std::set<std::string> workloads, configurations;
  for (const CellReport* row : executed.cells) {
    workloads.insert(row->cell.workload);
    configurations.insert(levels_of(*row, factors));
  }
  std::string what = escape_html(executed.subject);
  if (!executed.kernels.empty())
    what += escape_html((what.empty() ? "kernels for " : ", kernels for ") + executed.kernels);
  return fmt::format(
      "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td><td>{}</td><td class=\"num\">{}</td></tr>\n",
      escape_html(executed.path), what, escape_html(listed(configurations)), escape_html(listed(workloads)),
      executed.cells.size());
}

}  // namespace

std::string masthead_html(const RunReport& report) {
  const auto measured = std::ranges::count(report.cells, Outcome::Measured, &CellReport::outcome);
  std::string html = definition("Host", describe_cpu(host_facts_from(report.host)));
  html += definition("Started", fmt::format("{}, {}{}", format_time(report.started), format_duration(report.seconds),
                                            report.state == "finished" ? "" : ", " + report.state));
  html += definition("Cells", fmt::format("{} of {} measured", measured, report.cells.size()));
  html += definition("Run", fmt::format("{}, seed {}, assay {}", report.run, report.seed, report.version));
  html = "<dl class=\"facts\">\n" + html + "</dl>\n";
  if (!report.live) html += "<p class=\"warning\">From stored numbers: not measured side by side.</p>\n";
  for (const std::string& note : report.notes) html += fmt::format("<p class=\"note\">{}</p>\n", escape_html(note));
  return html;
}

std::string record_html(const std::vector<HostRecord>& records) {
  std::string html;
  for (const HostRecord& each : records)
    html += fmt::format("<p class=\"note\">{} (a thing against itself: <code>{}</code>)</p>\n",
                        escape_html(host_record_line(each)), escape_html(self_test_command(each)));
  return html;
}

std::string executed_html(const RunReport& report) {
  const auto factors = varying_factors(report.cells);
  std::string html;
  for (const Executed& executed : executed_by(report)) html += executed_row(executed, factors);
  if (html.empty()) html = "<tr><td colspan=\"5\">Nothing was seen to execute.</td></tr>\n";
  return "<div class=\"scroll\" role=\"region\" aria-label=\"What executed\" tabindex=\"0\"><table "
         "class=\"executed\"><thead><tr>"
         "<th scope=\"col\">File that executed</th><th scope=\"col\">What it is</th><th scope=\"col\">In the "
         "configurations</th><th scope=\"col\">For "
         "the workloads</th>"
         "<th scope=\"col\" class=\"num\">Cells</th></tr></thead><tbody>\n" +
         html + "</tbody></table></div>\n" +
         raw_html("Facts of interpreters, libraries and compilers", report.subjects);
}

std::string host_html(const RunReport& report) {
  const HostFacts facts = host_facts_from(report.host);
  std::string html;
  for (const auto& [label, value] : describe(facts)) html += definition(label, value);
  return "<dl class=\"facts wide\">\n" + html + definition("Host id", host_id(facts)) + "</dl>\n" +
         raw_html("Raw facts", report.host);
}

std::string again_html(const RunReport& report) {
  std::string html;
  if (!report.command_line.empty())
    html += fmt::format("<pre tabindex=\"0\">{}</pre>\n", escape_html(report.command_line));
  return html + fmt::format(
                    "<p>In the same order of processes and turns: add <code>--seed {}</code>. Every slice of this run "
                    "is in its store: "
                    "<code>assay show {}</code>.</p>\n",
                    report.seed, escape_html(report.run));
}

}  // namespace assay

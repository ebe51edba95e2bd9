// Where the numbers come from: the run, what executed, the host, and how to do it again.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "dashboards/markup.h"
#include "dashboards/numbers.h"
#include "dashboards/page.h"
#include "harness/host/describe.h"
#include "harness/host/names.h"

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

struct Executed {
  std::set<std::string> workloads;
  std::set<std::string> configurations;
  int cells = 0;
};

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

std::string executed_row(const std::string& path, const Executed& executed) {
  return fmt::format("<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td><td class=\"num\">{}</td></tr>\n",
                     escape_html(path), escape_html(listed(executed.configurations)),
                     escape_html(listed(executed.workloads)), executed.cells);
}

}  // namespace

std::string masthead_html(const RunReport& report) {
  const auto measured = std::ranges::count(report.cells, Outcome::Measured, &CellReport::outcome);
  std::string html = definition("Host", describe_cpu(host_facts_from(report.host)));
  html += definition("Started", fmt::format("{}, {}{}", date_text(report.started), duration_text(report.seconds),
                                            report.state == "finished" ? "" : ", " + report.state));
  html += definition("Cells", fmt::format("{} of {} measured", measured, report.cells.size()));
  html += definition("Run", fmt::format("{}, seed {}, assay {}", report.run, report.seed, report.version));
  html = "<dl class=\"facts\">\n" + html + "</dl>\n";
  if (!report.live) html += "<p class=\"warning\">From stored numbers: not measured side by side.</p>\n";
  for (const std::string& note : report.notes) html += fmt::format("<p class=\"note\">{}</p>\n", escape_html(note));
  return html;
}

std::string executed_html(const RunReport& report) {
  const auto factors = varying_factors(report.cells);
  std::map<std::string, Executed> by_path;
  for (const CellReport& row : report.cells) {
    if (row.executed.empty()) continue;
    Executed& executed = by_path[row.executed];
    executed.workloads.insert(row.cell.workload);
    executed.configurations.insert(levels_of(row, factors));
    ++executed.cells;
  }
  std::string html;
  for (const auto& [path, executed] : by_path) html += executed_row(path, executed);
  if (html.empty()) html = "<tr><td colspan=\"4\">Nothing was seen to execute.</td></tr>\n";
  return "<div class=\"scroll\" role=\"region\" aria-label=\"What executed\" tabindex=\"0\"><table "
         "class=\"executed\"><thead><tr>"
         "<th scope=\"col\">File that executed</th><th scope=\"col\">In the configurations</th><th scope=\"col\">For "
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

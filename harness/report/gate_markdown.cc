#include <fmt/format.h>

#include "harness/core/units.h"
#include "harness/core/visible.h"
#include "harness/report/gate_files.h"
#include "harness/report/gate_told.h"
#include "harness/report/text_parts.h"
#include "harness/stats/text.h"

namespace assay {
namespace {

/// Text from elsewhere: what Markdown or HTML would take for markup is escaped, a line break would end a table's row.
std::string plain(const std::string& text) {
  std::string escaped;
  for (const char c : visible(text)) {
    if (c == '\n' || c == '\r') {
      escaped += ' ';
    } else if (c == '<') {
      escaped += "&lt;";
    } else {
      if (std::string_view("\\`*_[]|#~>").find(c) != std::string_view::npos) escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
}

/// A code span whose fence is longer than any run of backticks within.
std::string code(const std::string& text) {
  std::size_t longest = 0, run = 0;
  std::string line;
  for (const char c : visible(text)) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    line += c == '\n' || c == '\r' ? ' ' : c;
  }
  const std::string fence(longest + 1, '`');
  return longest == 0 ? fence + line + fence : fence + " " + line + " " + fence;
}

std::string row_of(const RunReport& report, const GateItem& item) {
  const ComparisonReport& of = report.comparisons[item.comparison];
  const std::string judgement(name(item.judgement));
  return fmt::format("| {} | {} | {} | {} | {} % | {} | {} | {} |\n", plain(of.group), plain(differing_levels(of)),
                     of.effect ? format_percent(of.effect->percent) : "", plain(interval_text(of.effect)),
                     stats::percent_text(item.floor_percent), of.pairs > 0 ? std::to_string(of.pairs) : "",
                     of.noise.name, item.holds ? "**" + judgement + "**" : judgement);
}

std::string item_text(const RunReport& report, const GateItem& item, bool brief) {
  const ComparisonReport& of = report.comparisons[item.comparison];
  std::string text =
      fmt::format("- **{}**, {}: {}\n", plain(of.group), plain(differing_levels(of)), plain(told_finding(of, item)));
  if (brief) return text;
  if (const std::string ignore = told_ignore(report.gate->question, item); !ignore.empty())
    text += "  - " + plain(ignore) + "\n";
  for (const std::string& line : told_evidence(of)) text += "  - " + plain(line) + "\n";
  return text + "  - again: " + code(command_again(of, item.floor_percent)) + "\n";
}

std::string heading(const RunReport& report) {
  std::string text = "## " + plain(gate_headline(report)) + "\n\n";
  if (!report.title.empty()) text += plain(report.title) + "  \n";
  for (const std::string& host : report.hosts) text += plain(host) + "  \n";
  text += plain(fmt::format("run {}, {}, took {}", report.run, format_time(report.started),
                            format_duration(report.seconds))) +
          "\n\n";
  for (const std::string& line : told_anchor(report)) text += "- " + plain(line) + "\n";
  return text;
}

}  // namespace

std::string to_markdown(const RunReport& report) {
  std::string text = heading(report);
  if (!report.gate->items.empty())
    text +=
        "\n| workload | against the anchor | time | interval | floor | bouts | noise | judgement |\n"
        "|---|---|--:|---|--:|--:|---|---|\n";
  for (const GateItem& item : report.gate->items) text += row_of(report, item);
  for (const GateSection& section : gate_sections(*report.gate)) {
    text += "\n### " + plain(section.title) + "\n\n";
    for (const GateItem* item : section.items) text += item_text(report, *item, section.brief);
  }
  std::string notes;
  for (const std::string& line : told_records(report.host_records)) notes += "- " + plain(line) + "\n";
  for (const std::string& line : report.notes) notes += "- " + plain(line) + "\n";
  return text + (notes.empty() ? "" : "\n### Notes\n\n" + notes);
}

std::string refused_markdown(const std::string& title, const std::string& why) {
  return "## Gate REFUSED: " + plain(title) + "\n\n" + plain(why) + "\n";
}

}  // namespace assay

#include <fmt/format.h>

#include <algorithm>

#include "harness/core/units.h"
#include "harness/report/report.h"
#include "harness/report/table.h"
#include "harness/report/text_parts.h"

namespace assay {
namespace {

/// Measuring apart from the rest, where that is worth a word.
std::string durations(const RunReport& report) {
  const std::string all = "took " + format_duration(report.seconds);
  if (report.seconds - report.measuring_seconds < std::max(2.0, 0.1 * report.seconds)) return all;
  return fmt::format("{}: {} of measuring, {} of preparing it or of pauses", all,
                     format_duration(report.measuring_seconds),
                     format_duration(report.seconds - report.measuring_seconds));
}

std::string heading(const RunReport& report, const TextStyle& style) {
  const std::string title = !report.title.empty() ? report.title : report.command_line;
  std::string text;
  if (!title.empty())
    for (std::string rest = wrapped(title, style.width, 0); !rest.empty();) {
      const auto end = rest.find('\n');
      text += painted(rest.substr(0, end), Paint::Bold, style.colour) + "\n";
      rest.erase(0, end + 1);
    }
  for (const std::string& host : report.hosts)
    if (!host.empty()) text += wrapped(host, style.width, 0);
  if (report.live)
    text += wrapped(fmt::format("run {}, {}, {}", report.run, format_time(report.started), durations(report)),
                    style.width, 0);
  return text;
}

std::string record(const RunReport& report, const TextStyle& style) {
  std::string text;
  for (const std::string& line : told_records(report.host_records)) text += wrapped(line, style.width, 2);
  return text.empty() ? "" : "\n" + text;
}

std::string notes(const RunReport& report, const TextStyle& style) {
  std::string text;
  for (const std::string& note : report.notes) text += wrapped("Note: " + note, style.width, 0);
  return text.empty() ? "" : "\n" + text;
}

}  // namespace

std::string to_text(const RunReport& report, const TextStyle& style) {
  std::string text = gate_heading(report, style) + nightly_heading(report, style) + heading(report, style);
  if (report.nightly) return text + nightly_text(report, style) + record(report, style) + notes(report, style);
  text += report.gate ? gate_text(report, style) : comparisons_text(report, style);
  text += cells_text(report, style);
  text += effects_text(report, style);
  text += explained_text(report, style);
  text += record(report, style);
  text += executed_text(report, style);
  return text + notes(report, style);
}

}  // namespace assay

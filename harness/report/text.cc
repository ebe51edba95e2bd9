#include <fmt/format.h>

#include "harness/core/units.h"
#include "harness/report/report.h"
#include "harness/report/table.h"
#include "harness/report/text_parts.h"

namespace assay {
namespace {

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
    text += wrapped(
        fmt::format("run {}, {}, took {}", report.run, format_time(report.started), format_duration(report.seconds)),
        style.width, 0);
  return text;
}

std::string notes(const RunReport& report, const TextStyle& style) {
  std::string text;
  for (const std::string& note : report.notes) text += wrapped("Note: " + note, style.width, 0);
  return text.empty() ? "" : "\n" + text;
}

}  // namespace

std::string to_text(const RunReport& report, const TextStyle& style) {
  std::string text = heading(report, style);
  text += comparisons_text(report, style);
  text += cells_text(report, style);
  text += effects_text(report, style);
  text += executed_text(report, style);
  return text + notes(report, style);
}

}  // namespace assay

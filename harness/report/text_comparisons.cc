#include <fmt/format.h>

#include <algorithm>

#include "harness/core/units.h"
#include "harness/report/reasons.h"
#include "harness/report/text_parts.h"

namespace assay {
namespace {

std::string time_or_none(const std::optional<double>& seconds, stats::Clock clock) {
  return seconds ? time_text(*seconds, clock) : "-";
}

Table comparison_table(const RunReport& report) {
  Table table{{{"workload", Align::Left, 9},
               {"A", Align::Right, 3},
               {"B", Align::Right, 3},
               {"B against A", Align::Right, 9},
               {"interval", Align::Left, 9},
               {"pairs", Align::Right, 1},
               {"noise", Align::Left, 2},
               {"verdict", Align::Left, 9}},
              {}};
  for (const ComparisonReport& each : report.comparisons)
    table.rows.push_back({{each.group, Paint::None},
                          {time_or_none(each.a_seconds, each.clock), Paint::None},
                          {time_or_none(each.b_seconds, each.clock), Paint::None},
                          change_cell(each.effect, each.verdict),
                          {interval_text(each.effect), Paint::None},
                          {each.pairs > 0 ? std::to_string(each.pairs) : "", Paint::None},
                          noise_cell(each.noise),
                          each.emulated ? TableCell{"emulated", Paint::Yellow} : verdict_cell(each.verdict)});
  return table;
}

std::string reasons(const RunReport& report, const TextStyle& style) {
  std::string text;
  for (const ComparisonReport& each : report.comparisons) {
    text += wrapped(each.group + ": " + reason_of(each), style.width, 2);
    for (const Note& note : each.notes) text += wrapped("note: " + note.text, style.width, 4);
  }
  return text;
}

/// Equal for all workloads in most cases, then said once.
std::string sides(const RunReport& report, const TextStyle& style) {
  const ComparisonReport& first = report.comparisons.front();
  const bool same = std::ranges::all_of(
      report.comparisons, [&](const ComparisonReport& each) { return each.a == first.a && each.b == first.b; });
  if (!same) return wrapped("A and B differ by workload: see --json", style.width, 2);
  return wrapped("A  " + to_string(first.a), style.width, 2) + wrapped("B  " + to_string(first.b), style.width, 2);
}

}  // namespace

std::string comparisons_text(const RunReport& report, const TextStyle& style) {
  if (report.comparisons.empty()) return "";
  std::string text = "\n" + sides(report, style) + "\n" + comparison_table(report).text(style.width, style.colour);
  if (report.suite)
    text += wrapped(
        fmt::format("all {} workloads (geometric mean of the first six pairs each): {} {}", report.suite->workloads,
                    format_percent(report.suite->effect.percent), interval_text(report.suite->effect)),
        style.width, 2);
  return text + "\n" + reasons(report, style);
}

}  // namespace assay

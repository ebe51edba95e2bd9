#include <fmt/format.h>

#include <algorithm>

#include "harness/core/units.h"
#include "harness/report/text_parts.h"

namespace assay {
namespace {

std::string time_text(const std::optional<double>& seconds) {
  return seconds ? format_seconds(*seconds) : "-";
}

Table table_of(const RunReport& report) {
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
                          {time_text(each.a_seconds), Paint::None},
                          {time_text(each.b_seconds), Paint::None},
                          change_cell(each.effect, each.verdict),
                          {interval_text(each.effect), Paint::None},
                          {each.pairs > 0 ? std::to_string(each.pairs) : "", Paint::None},
                          noise_cell(each.noise),
                          each.emulated ? TableCell{"emulated", Paint::Yellow} : verdict_cell(each.verdict)});
  return table;
}

/// What the verdict means, in a sentence.
std::string sentence(const ComparisonReport& each) {
  if (each.verdict == "failed" && each.outcome)
    return fmt::format("could not be measured: {}{}", name(*each.outcome),
                       each.detail.empty() ? "" : ": " + each.detail);
  if (each.verdict == "changed" && each.effect) {
    const auto times = [](double percent) { return 1 + percent / 100; };
    if (each.effect->percent >= 100)
      return fmt::format("B takes {:.1f} times as long as A, between {:.1f} and {:.1f} times",
                         times(each.effect->percent), times(each.effect->low), times(each.effect->high));
    const double size = std::abs(each.effect->percent);
    const double low = std::min(std::abs(each.effect->low), std::abs(each.effect->high));
    const double high = std::max(std::abs(each.effect->low), std::abs(each.effect->high));
    const auto shown = [](double percent) {
      return percent < 99.5 ? fmt::format("{:.2g}", percent) : fmt::format("{:.0f}", percent);
    };
    return fmt::format("B takes {} % {} time than A, between {} and {} %", shown(size),
                       each.effect->percent < 0 ? "less" : "more", shown(low), shown(high));
  }
  if (each.verdict == "same") return "B takes the same time as A, as far as you care";
  if (each.verdict == "noisy") return "this machine is too noisy now to tell";
  if (each.emulated) return "not compared";
  return "not decided";
}

std::string neighbours(const ComparisonReport& each) {
  if (!each.undisturbed || !each.disturbed) return "";
  std::string text = fmt::format("; {:.0f} % of the rounds undisturbed{}", 100 * each.undisturbed->share,
                                 each.decided_on == "undisturbed" ? ", which decided" : "");
  const bool both = each.undisturbed->effect && each.disturbed->effect;
  if (both && each.disturbed->share >= 0.05)
    text += fmt::format(" ({}), {:.0f} % disturbed ({})", format_percent(each.undisturbed->effect->percent),
                        100 * each.disturbed->share, format_percent(each.disturbed->effect->percent));
  return text;
}

/// Turns are the rule; any other mode says what kept them from being taken.
std::string mode_text(const ComparisonReport& each) {
  if (!each.mode) return "";
  const std::string text = "; " + std::string(name(*each.mode));
  return *each.mode == Mode::Turns || each.mode_why.empty() ? text : text + " (" + each.mode_why + ")";
}

std::string reasons(const RunReport& report, const TextStyle& style) {
  std::string text;
  for (const ComparisonReport& each : report.comparisons) {
    std::string line = each.group + ": " + sentence(each);
    if (!each.why.empty() && each.verdict != "failed") line += " (" + each.why + ")";
    line += mode_text(each);
    text += wrapped(line + neighbours(each), style.width, 2);
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
  std::string text = "\n" + sides(report, style) + "\n" + table_of(report).text(style.width, style.colour);
  if (report.suite)
    text += wrapped(
        fmt::format("all {} workloads (geometric mean of the first six pairs each): {} {}", report.suite->workloads,
                    format_percent(report.suite->effect.percent), interval_text(report.suite->effect)),
        style.width, 2);
  return text + "\n" + reasons(report, style);
}

}  // namespace assay

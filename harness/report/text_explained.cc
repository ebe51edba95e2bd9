#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/core/units.h"
#include "harness/report/text_parts.h"

namespace assay {
namespace {

std::string name_of(const std::vector<std::string>& factors) {
  return fmt::format("{}", fmt::join(factors, " × "));
}

std::string names_of(const std::vector<std::vector<std::string>>& terms) {
  std::string text;
  for (const auto& factors : terms) text += (text.empty() ? "" : ", ") + name_of(factors);
  return text;
}

std::string share_text(double share) {
  if (share > 0 && share < 0.001) return "< 0.1 %";
  return fmt::format("{:.{}f} %", 100 * share, share < 0.0995 ? 1 : 0);
}

/// `1 → 2`; of an interaction the levels that come together: `2 and blis`.
std::string step_text(const ExplainedReport::Effect& effect) {
  if (effect.to.size() == 1) return effect.from.begin()->second + " → " + effect.to.begin()->second;
  std::string text;
  for (const auto& [factor, level] : effect.to) text += (text.empty() ? "" : " and ") + level;
  return text + ", beyond each";
}

std::vector<TableCell> share_row(const std::string& label, double share, Paint paint) {
  return {{label, paint}, {share_text(share), Paint::None}, {}, {}};
}

Table table_of(const ExplainedReport& report) {
  Table table{
      {{"", Align::Left, 9}, {"share", Align::Right, 9}, {"time", Align::Right, 9}, {"interval", Align::Left, 9}}, {}};
  for (const auto& term : report.terms) {
    if (term.effects.empty() && term.share <= 0) continue;
    table.rows.push_back(share_row(name_of(term.factors), term.share, Paint::Bold));
    for (const auto& effect : term.effects)
      table.rows.push_back({{"  " + step_text(effect), Paint::None},
                            {},
                            {effect.effect ? format_percent(effect.effect->percent) : "", Paint::None},
                            {interval_text(effect.effect), Paint::None}});
  }
  if (report.higher_order > 0) table.rows.push_back(share_row("three and more", report.higher_order, Paint::None));
  table.rows.push_back(share_row("from bout to bout", report.bout_to_bout, Paint::Dim));
  return table;
}

/// What the cells cannot tell.
std::string limits(const ExplainedReport& report, const TextStyle& style) {
  std::string text;
  std::vector<std::vector<std::string>> assumed;
  for (const auto& term : report.terms) {
    if (!term.aliased_with.empty())
      text += fmt::format(" {} cannot be told from {}.", name_of(term.factors), names_of(term.aliased_with));
    for (const auto& effect : term.effects)
      if (!effect.assuming_none.empty()) assumed = effect.assuming_none;
  }
  if (!assumed.empty()) text += fmt::format(" Main effects are true as far as there is no {}.", names_of(assumed));
  if (!report.orthogonal) text += " A factor's share holds what it has in common with those below it.";
  if (text.empty()) return "";
  return wrapped(fmt::format("note: {} of {} combinations were not measured.{}", report.missing,
                             report.missing + report.cells, text),
                 style.width, 2);
}

}  // namespace

std::string explained_text(const RunReport& report, const TextStyle& style) {
  std::string text;
  for (const ExplainedReport& each : report.explained)
    text += section("What explains the differences: " + each.group, style) +
            table_of(each).text(style.width, style.colour) + limits(each, style);
  return text;
}

}  // namespace assay

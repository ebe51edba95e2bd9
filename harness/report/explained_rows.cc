#include "harness/report/explained_rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay {
namespace {

using Kind = ExplainedRow::Kind;

std::string name_of(const std::vector<std::string>& factors) {
  return fmt::format("{}", fmt::join(factors, " × "));
}

std::string names_of(const std::vector<std::vector<std::string>>& terms) {
  std::string text;
  for (const auto& factors : terms) text += (text.empty() ? "" : ", ") + name_of(factors);
  return text;
}

std::string step_text(const ExplainedReport::Effect& effect) {
  if (effect.to.size() == 1) return effect.from.begin()->second + " → " + effect.to.begin()->second;
  std::string text;
  for (const auto& [factor, level] : effect.to) text += (text.empty() ? "" : " and ") + level;
  return text + ", beyond each";
}

}  // namespace

std::vector<ExplainedRow> rows_of(const ExplainedReport& report) {
  std::vector<ExplainedRow> rows;
  for (const auto& term : report.terms) {
    if (term.effects.empty() && term.share <= 0) continue;
    rows.push_back({Kind::Term, name_of(term.factors), term.share});
    for (const auto& effect : term.effects) rows.push_back({Kind::Step, step_text(effect), {}, effect.effect});
  }
  if (report.higher_order > 0) rows.push_back({Kind::Rest, "three and more", report.higher_order});
  rows.push_back({Kind::Rest, "from bout to bout", report.bout_to_bout});
  return rows;
}

std::string share_of_variance(double share) {
  if (share > 0 && share < 0.001) return "< 0.1 %";
  return fmt::format("{:.{}f} %", 100 * share, share < 0.0995 ? 1 : 0);
}

std::string limits_of(const ExplainedReport& report) {
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
  return fmt::format("{} of {} combinations were not measured.{}", report.missing, report.missing + report.cells, text);
}

}  // namespace assay

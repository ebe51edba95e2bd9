#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/core/units.h"
#include "harness/report/text_parts.h"

namespace assay {
namespace {

std::string step_text(const std::string& from, const std::string& to, const Configuration& where) {
  return from + " → " + to + (where.empty() ? "" : " (" + to_string(where) + ")");
}

/// Empty where the whole report is about one workload, which its other tables name.
std::string place_text(const RunReport& report, const EffectReport& effect) {
  const auto elsewhere = [&](const EffectReport& each) {
    return each.group != effect.group || each.host != effect.host;
  };
  if (std::ranges::none_of(report.effects, elsewhere)) return "";
  return effect.host.empty() ? effect.group : effect.group + " on " + effect.host;
}

std::vector<TableCell> effect_row(const RunReport& report, const EffectReport& effect) {
  const std::string evidence =
      effect.evidence == Evidence::SameBouts && report.live ? "" : std::string(name(effect.evidence));
  return {{step_text(effect.from, effect.to, effect.where), Paint::None},
          {place_text(report, effect), Paint::None},
          change_cell(effect.effect, effect.verdict),
          {interval_text(effect.effect), Paint::None},
          noise_cell(effect.noise),
          verdict_cell(effect.verdict),
          {evidence, Paint::Dim}};
}

std::vector<TableCell> score_row(const ScoreReport& score) {
  return {{step_text(score.from, score.to, score.where), Paint::None},
          {fmt::format("all {} workloads", score.workloads), Paint::None},
          {format_percent(score.effect.percent), Paint::Bold},
          {interval_text(score.effect), Paint::None},
          {},
          {},
          {}};
}

std::vector<std::string> factors_of(const RunReport& report) {
  std::vector<std::string> factors;
  for (const EffectReport& effect : report.effects)
    if (std::ranges::find(factors, effect.factor) == factors.end()) factors.push_back(effect.factor);
  return factors;
}

Table table_of(const RunReport& report, const std::string& factor) {
  Table table{{{factor, Align::Left, 9},
               {"workload", Align::Left, 9},
               {"time", Align::Right, 9},
               {"interval", Align::Left, 5},
               {"noise", Align::Left, 2},
               {"verdict", Align::Left, 6},
               {"evidence", Align::Left, 3}},
              {}};
  for (const EffectReport& effect : report.effects)
    if (effect.factor == factor) table.rows.push_back(effect_row(report, effect));
  for (const ScoreReport& score : report.scores)
    if (score.factor == factor) table.rows.push_back(score_row(score));
  return table;
}

std::string failures(const RunReport& report, const TextStyle& style) {
  std::string text;
  for (const EffectReport& effect : report.effects)
    if (effect.verdict == "failed")
      text += wrapped(fmt::format("{}, {} → {}: {}", effect.group, effect.from, effect.to, effect.why), style.width, 2);
  return text;
}

}  // namespace

std::string effects_text(const RunReport& report, const TextStyle& style) {
  if (report.effects.empty()) return "";
  std::string text = section(report.live ? "What each choice changes (time; negative is faster)"
                                         : "What is stored (time; negative is faster; not live)",
                             style);
  bool first = true;
  for (const std::string& factor : factors_of(report)) {
    text += (first ? "" : "\n") + table_of(report, factor).text(style.width, style.colour);
    first = false;
  }
  return text + failures(report, style);
}

std::string executed_text(const RunReport& report, const TextStyle& style) {
  std::map<std::string, std::vector<std::string>> by_path;
  const auto add = [&](const std::string& path, const std::string& label) {
    if (path.empty()) return;
    auto& labels = by_path[path];
    if (std::ranges::find(labels, label) == labels.end()) labels.push_back(label);
  };
  const auto subject = [](const Configuration& configuration) {
    std::string text;
    for (const char* factor : {"blas", "python", "route", "compiler", "flags", "command"})
      if (const auto found = configuration.find(factor); found != configuration.end())
        text += (text.empty() ? "" : " ") + found->second;
    return text.empty() ? to_string(configuration) : text;
  };
  for (const CellReport& cell : report.cells) add(cell.executed, subject(cell.cell.configuration));
  if (by_path.empty()) return "";
  std::string text = section("What executed", style);
  for (const auto& [path, labels] : by_path) {
    text += "  " + path + "\n";
    std::string list;
    for (const std::string& label : labels) list += (list.empty() ? "" : ", ") + label;
    text += wrapped(list, style.width, 4);
  }
  return text;
}

TableCell change_cell(const std::optional<Estimate>& effect, const std::string& verdict) {
  if (!effect) return {"", Paint::None};
  const Paint paint = verdict != "changed" ? Paint::None : effect->percent < 0 ? Paint::Green : Paint::Red;
  return {format_percent(effect->percent), paint};
}

std::string interval_text(const std::optional<Estimate>& effect) {
  if (!effect) return "";
  return fmt::format("[{}, {}]", format_percent_number(effect->low), format_percent_number(effect->high));
}

TableCell verdict_cell(const std::string& verdict) {
  if (verdict == "failed") return {verdict, Paint::Red};
  if (verdict == "changed") return {verdict, Paint::Bold};
  if (verdict == "noisy" || verdict == "undecided") return {verdict, Paint::Yellow};
  return {verdict, Paint::None};
}

TableCell noise_cell(const Noise& noise) {
  return {noise.name, noise.name == "NOISY" ? Paint::Yellow : Paint::Dim};
}

std::string section(const std::string& title, const TextStyle& style) {
  return "\n" + painted(title, Paint::Bold, style.colour) + "\n";
}

}  // namespace assay

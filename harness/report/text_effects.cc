#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/core/units.h"
#include "harness/core/visible.h"
#include "harness/report/reasons.h"
#include "harness/report/text_parts.h"

namespace assay {
namespace {

std::string step_text(const std::string& from, const std::string& to, const Configuration& where) {
  return from + " → " + to + (where.empty() ? "" : " (" + to_string(where) + ")");
}

template <typename Effect>
std::string step_text(const Effect& effect) {
  return step_text(effect.from, effect.to, effect.where);
}

std::string place_text(const EffectReport& effect) {
  return effect.host.empty() ? effect.group : effect.group + " on " + effect.host;
}

/// Then the tables above name it, and a row is a step.
bool is_one_place(const RunReport& report) {
  return std::ranges::all_of(
      report.effects, [&](const EffectReport& each) { return place_text(each) == place_text(report.effects.front()); });
}

/// An interval, or why there is none.
TableCell interval_cell(const EffectReport& effect) {
  if (effect.effect) return {interval_text(effect.effect), Paint::None};
  if (effect.verdict == "failed") return {};
  return {effect.bouts == 1 ? "1 bout only" : "no bout yet", Paint::Dim};
}

std::vector<TableCell> effect_row(const RunReport& report, const EffectReport& effect, const std::string& label) {
  const bool all_alike = std::ranges::none_of(
      report.effects, [](const EffectReport& each) { return each.evidence != Evidence::SameBouts; });
  const std::string evidence = all_alike ? "" : std::string(name(effect.evidence));
  return {{"  " + label, Paint::None},  change_cell(effect.effect, effect.verdict),
          interval_cell(effect),        noise_cell(effect.noise),
          verdict_cell(effect.verdict), {rounds_differ(report) ? rounds_of(effect) : "", Paint::Dim},
          {evidence, Paint::Dim}};
}

std::vector<TableCell> score_row(const ScoreReport& score) {
  return {{fmt::format("  all {} workloads, 6 bouts each", score.workloads), Paint::None},
          {format_percent(score.effect.percent), Paint::Bold},
          {interval_text(score.effect), Paint::None},
          {},
          {},
          {},
          {}};
}

/// Factors, and below them steps or, where there are several workloads, steps with a row for each.
class EffectTable {
 public:
  explicit EffectTable(const RunReport& report) : report_(report), one_place_(is_one_place(report)) {}

  Table table() {
    for (const EffectReport& effect : report_.effects) {
      const std::string heading = effect.factor + (one_place_ ? "" : ": " + step_text(effect));
      if (done_.insert(heading).second) add(heading, effect);
    }
    return std::move(table_);
  }

 private:
  void add(const std::string& heading, const EffectReport& first) {
    table_.rows.push_back({{heading, Paint::Bold}});
    for (const EffectReport& effect : report_.effects) {
      if (effect.factor != first.factor || (!one_place_ && step_text(effect) != step_text(first))) continue;
      table_.rows.push_back(effect_row(report_, effect, one_place_ ? step_text(effect) : place_text(effect)));
      if (effect.range) table_.rows.push_back({{"    " + range_of_settings(effect), Paint::Dim}});
    }
    for (const ScoreReport& score : report_.scores)
      if (score.factor == first.factor && step_text(score) == step_text(first)) table_.rows.push_back(score_row(score));
  }

  const RunReport& report_;
  bool one_place_;
  std::set<std::string> done_;
  Table table_{{{"", Align::Left, 9},
                {"time", Align::Right, 9},
                {"interval", Align::Left, 9},
                {"noise", Align::Left, 2},
                {"verdict", Align::Left, 9},
                {"rounds", Align::Left, 3},
                {"evidence", Align::Left, 9}},
               {}};
};

bool is_open(const EffectReport& effect) {
  return effect.verdict == "undecided" || effect.verdict == "noisy";
}

/// Without a number, with one that other times or places are in, or with one that decides nothing.
bool needs_reason(const EffectReport& effect) {
  return !effect.effect || effect.evidence == Evidence::AcrossRuns || effect.evidence == Evidence::AcrossHosts ||
         is_open(effect);
}

/// Of a number that decides nothing the step is named, unless others of its place say the same.
std::string reason(const RunReport& report, const EffectReport& effect) {
  const std::string why = reason_of(effect);
  const auto alike = std::ranges::count_if(report.effects, [&](const EffectReport& each) {
    return needs_reason(each) && place_text(each) == place_text(effect) && reason_of(each) == why;
  });
  const bool names_step = effect.verdict == "failed" || (effect.effect && is_open(effect) && alike == 1);
  return place_text(effect) + (names_step ? ", " + step_text(effect) : "") + ": " + why;
}

/// Why rows have no number, not a sound one, or no answer, each reason once.
std::string effect_reasons(const RunReport& report, const TextStyle& style) {
  std::string text;
  std::set<std::string> said;
  for (const EffectReport& effect : report.effects) {
    if (!needs_reason(effect)) continue;
    const std::string line = reason(report, effect);
    if (said.insert(line).second) text += wrapped(line, style.width, 2);
  }
  return text;
}

/// Of the same three builds -O2 to -O3 by itself and by way of a third may then be two numbers.
std::string rounds_note(const RunReport& report, const TextStyle& style) {
  if (!rounds_differ(report)) return "";
  return wrapped(
      "rounds: effects by undisturbed ones are of the core without a neighbour, those by all are beside him, too; one "
      "of each need not fit together",
      style.width, 2);
}

std::string effect_notes(const RunReport& report, const TextStyle& style) {
  std::string text;
  for (const EffectReport& effect : report.effects)
    for (const Note& note : effect.notes)
      text +=
          wrapped(fmt::format("note: {}, {}: {}", place_text(effect), step_text(effect), note.text), style.width, 2);
  return text;
}

}  // namespace

std::string effects_text(const RunReport& report, const TextStyle& style) {
  if (report.effects.empty()) return "";
  return section(report.live ? "What each choice changes (time; negative is faster)"
                             : "What is stored (time; negative is faster; not live)",
                 style) +
         EffectTable(report).table().text(style.width, style.colour) + rounds_note(report, style) +
         effect_reasons(report, style) + effect_notes(report, style);
}

std::string time_text(double seconds, stats::Clock clock) {
  return format_seconds(seconds) + (clock == stats::Clock::Cpu ? " CPU" : "");
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

std::string again_line(const std::string& command) {
  std::string shown = visible(command);
  std::ranges::replace(shown, '\n', ' ');  // within a level: what is printed is one line
  return "    again: " + shown + "\n";
}

}  // namespace assay

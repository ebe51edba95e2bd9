#include "harness/report/reasons.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "harness/core/units.h"

namespace assay {
namespace {

std::string shown(double percent) {
  return percent < 99.5 ? fmt::format("{:.2g}", percent) : fmt::format("{:.0f}", percent);
}

/// What the verdict means.
std::string sentence(const ComparisonReport& each) {
  if (each.verdict == "failed" && each.outcome)
    return fmt::format("could not be measured: {}{}", name(*each.outcome),
                       each.detail.empty() ? "" : ": " + each.detail);
  if (each.verdict == "changed" && each.effect) return "B " + takes(*each.effect, "A");
  if (each.verdict == "same") return "B takes the same time as A, as far as you care";
  if (each.verdict == "noisy") return "this machine is too noisy now to tell";
  return each.emulated ? "not compared" : "not decided";
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

}  // namespace

std::string takes(const Estimate& effect, const std::string& other) {
  if (effect.percent >= 100) {
    const auto times = [](double percent) { return 1 + percent / 100; };
    return fmt::format("takes {:.1f} times as long as {}, between {:.1f} and {:.1f} times", times(effect.percent),
                       other, times(effect.low), times(effect.high));
  }
  const auto [low, high] = std::minmax({std::abs(effect.low), std::abs(effect.high)});
  return fmt::format("takes {} % {} time than {}, between {} and {} %", shown(std::abs(effect.percent)),
                     effect.percent < 0 ? "less" : "more", other, shown(low), shown(high));
}

std::string reason_of(const ComparisonReport& comparison) {
  std::string text = sentence(comparison);
  if (!comparison.why.empty() && comparison.verdict != "failed") text += " (" + comparison.why + ")";
  return text + mode_text(comparison) + neighbours(comparison);
}

std::string reason_of(const EffectReport& effect) {
  const bool failed = effect.verdict == "failed", in_turns = effect.effect && effect.mode == Mode::Turns;
  const bool never_begun = effect.bouts == 0 && !effect.effect;  // its mode is what a calibration chose
  if (failed || in_turns || never_begun || effect.mode_why.empty()) return effect.why;
  return fmt::format("{}; measured in {} mode: {}", effect.why, name(effect.mode), effect.mode_why);
}

bool rounds_differ(const RunReport& report) {
  std::set<std::string> rounds;
  for (const EffectReport& effect : report.effects)
    if (effect.effect) rounds.insert(effect.decided_on);
  return rounds.size() > 1;
}

std::string rounds_of(const EffectReport& effect) {
  return effect.effect ? effect.decided_on : "";
}

std::string range_of_settings(const EffectReport& effect) {
  if (!effect.range) return "";
  return fmt::format("mean of {} settings: {} to {}", effect.strata, format_percent(effect.range->least),
                     format_percent(effect.range->most));
}

}  // namespace assay

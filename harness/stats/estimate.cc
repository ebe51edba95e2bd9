#include <fmt/format.h>

#include "harness/stats/decide.h"
#include "harness/stats/decide_parts.h"
#include "harness/stats/looks.h"
#include "harness/stats/text.h"
#include "harness/stats/widened.h"

namespace assay::stats {
namespace {

bool is_without_0(const Effect& effect) {
  return effect.low > 0 || effect.high < 0;
}

Verdict same_or_undecided(const Effect& effect, double care_percent) {
  const double care = from_percent(care_percent);
  const bool within = from_percent(effect.low) > -care && from_percent(effect.high) < care;
  return within ? Verdict::Same : Verdict::Undecided;
}

Finding stopped_estimate(Finding finding, const EstimateRule& rule) {
  if (finding.verdict != Verdict::Open) return finding;
  finding.verdict = Verdict::Undecided;
  if (!finding.effect || finding.bouts < kFirstLook) return finding;
  if (!finding.wait.empty()) {
    finding.why += "; " + finding.wait;
    return finding;
  }
  finding.verdict = word_among(rule.effects, *finding.effect, finding.p, rule.care_percent);
  finding.why += among_text(*finding.effect, finding.p, rule.effects);
  return finding;
}

/// Fewer than two bouts.
Finding without_interval(Finding finding, const EstimateRule& rule) {
  if (finding.bouts < rule.most) return finding;
  finding.why = fmt::format("{} bout, which has no interval; the most allowed", finding.bouts);
  return stopped_estimate(finding, rule);
}

}  // namespace

Finding estimate(const Series& series, const EstimateRule& rule) {
  if (const auto found = broken(series.values)) return *found;
  Finding finding;
  finding.bouts = static_cast<int>(series.values.size());
  finding.why = fmt::format("{} of at least {} bouts", finding.bouts, rule.least);
  const auto found = widened(series, rule.mixture);
  if (!found) return without_interval(finding, rule);
  finding.widened = found->factor;
  finding.both_kinds = found->kinds.has_value();
  finding.wait = found->wait;
  finding.effect = effect_of(*found, rule.level, kLookedAt);
  finding.p = p_of(*found, kLookedAt);
  finding.mde90_percent = mde90_percent(found->estimate, {{rule.most}, 1 - rule.level});
  finding.noise = noise_class(finding.mde90_percent);
  if (finding.bouts < rule.least) return finding;
  // More bouts narrow the interval of their own mixture; what lies between the kinds of rounds stays.
  const Effect of_mixture = effect_of(Widened{found->estimate}, rule.level, kLookedAt);
  const double width = of_mixture.high - of_mixture.low;
  const bool narrow = width <= rule.width_percent;
  finding.why = fmt::format("interval {} % wide {} {} % after {} bouts", percent_text(width), narrow ? "<=" : ">",
                            percent_text(rule.width_percent), finding.bouts);
  finding.why += mixture_text(finding.widened, finding.both_kinds);
  if (narrow && finding.wait.empty()) return stopped_estimate(finding, rule);
  const bool spans = spans_enough(series, series.values.size(), found->factor, rule.mixture.widening);
  if (finding.bouts < rule.most || !spans) return finding;
  finding.why += ", the most allowed";
  return stopped_estimate(finding, rule);
}

Finding close_estimate(Finding finding, const EstimateRule& rule, const std::string& why) {
  if (finding.verdict == Verdict::Open) finding.why = fmt::format("{}: {}", why, finding.why);
  return stopped_estimate(finding, rule);
}

Verdict word_for(const Effect& effect, double care_percent) {
  return is_without_0(effect) ? Verdict::Changed : same_or_undecided(effect, care_percent);
}

Verdict word_among(int effects, const Effect& effect, double p, double care_percent) {
  const bool changed = is_without_0(effect) && (effects == 1 || p < (1 - effect.level) / effects);
  return changed ? Verdict::Changed : same_or_undecided(effect, care_percent);
}

std::string among_text(const Effect& effect, double p, int effects) {
  const double shared = (1 - effect.level) / effects;
  if (effects == 1 || !is_without_0(effect) || p < shared) return {};
  return fmt::format("; an interval without 0 is not enough among {} effects: {} >= {}", effects, p_text(p),
                     p_number(shared));
}

}  // namespace assay::stats

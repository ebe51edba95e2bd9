#include "harness/stats/decide.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/stats/decide_parts.h"
#include "harness/stats/text.h"
#include "harness/stats/widened.h"

namespace assay::stats {
namespace {

/// A flagged comparison was looked at before, and is suspected: to call it the same after all takes more.
constexpr double kSameLevelOfFlagged = 0.998;
constexpr int kLeastForNoisy = 9;

std::string at(const Finding& finding) {
  return fmt::format("at look {} of {}", finding.look, finding.looks);
}

/// What the values say, without a verdict.
Finding describe(std::span<const double> values, const ComparisonRule& rule) {
  Finding finding;
  finding.bouts = static_cast<int>(values.size());
  finding.looks = static_cast<int>(rule.looks.at.size());
  finding.nominal_p = rule.looks.nominal_p;
  const auto found = widened({values}, rule.mixture);
  if (!found) return finding;
  finding.widened = found->factor;
  finding.both_kinds = found->kinds.has_value();
  finding.mde90_percent = mde90_percent(found->estimate, rule.looks);
  finding.noise = noise_class(finding.mde90_percent);
  finding.effect = effect_of(*found, 1 - rule.looks.nominal_p);
  finding.p = p_of(*found);
  return finding;
}

void decide_same(Finding& finding, std::span<const double> values, const ComparisonRule& rule) {
  const Effect effect = effect_of(*widened({values}, rule.mixture), rule.same_level);
  const double farthest = std::max(std::abs(from_percent(effect.low)), std::abs(from_percent(effect.high)));
  if (farthest >= from_percent(rule.care_percent)) return;
  finding.verdict = Verdict::Same;
  finding.effect = effect;
  finding.why = fmt::format("at most {} % either way ({:g} % interval) < {} % {}", percent_text(to_percent(farthest)),
                            100 * rule.same_level, percent_text(rule.care_percent), at(finding));
}

/// One look, in the order of STATISTICS.md: changed, same, noisy, and at the last look undecided.
Finding look(std::span<const double> values, const ComparisonRule& rule, int k) {
  Finding finding = describe(values, rule);
  finding.look = k;
  if (finding.p < finding.nominal_p) {
    finding.verdict = Verdict::Changed;
    finding.why = fmt::format("{} < {} {}", p_text(finding.p), p_number(finding.nominal_p), at(finding));
    return finding;
  }
  decide_same(finding, values, rule);
  if (finding.verdict == Verdict::Same) return finding;
  if (finding.bouts >= kLeastForNoisy && finding.noise == Noise::Noisy) {
    finding.verdict = Verdict::Noisy;
    finding.why = fmt::format("too noisy here to tell less than {} % in {} bouts, {}",
                              percent_text(finding.mde90_percent), rule.looks.last(), at(finding));
    return finding;
  }
  finding.why = fmt::format("{} >= {} {}", p_text(finding.p), p_number(finding.nominal_p), at(finding));
  if (k < finding.looks) return finding;
  finding.verdict = Verdict::Undecided;
  finding.why += fmt::format(", the last; cannot tell less than {} % here", percent_text(finding.mde90_percent));
  return finding;
}

Finding open_so_far(const Series& series, const ComparisonRule& rule, int looks_taken) {
  Finding finding = describe(series.values, rule);
  finding.look = looks_taken;
  const auto taken = static_cast<std::size_t>(looks_taken);
  if (taken < rule.looks.at.size())
    finding.why = fmt::format("{} of {} bouts for look {} of {}", finding.bouts, rule.looks.at[taken], looks_taken + 1,
                              finding.looks);
  else
    finding.why = fmt::format("{} bouts, which do not span {:.0f} s yet", finding.bouts, kLeastSpanSeconds);
  return finding;
}

}  // namespace

ComparisonRule comparison_rule(double care_percent) {
  return {care_percent, comparison_looks(care_percent)};
}
EstimateRule estimate_rule(double care_percent, std::optional<double> width_percent) {
  EstimateRule rule{.care_percent = care_percent};
  if (width_percent) rule.width_percent = *width_percent;
  return rule;
}
ComparisonRule screen_rule(double care_percent) {
  return {care_percent, screen_looks(care_percent)};
}
ComparisonRule confirm_rule(int k, double care_percent) {
  return {care_percent, confirm_looks(k, care_percent), {}, kSameLevelOfFlagged};
}

Finding decide(const Series& series, const ComparisonRule& rule, const std::function<Mixture(std::size_t n)>& mixture) {
  if (const auto found = broken(series.values)) return *found;
  ComparisonRule at = rule;
  const auto look_at = [&](std::size_t n, int taken) {
    if (mixture) at.mixture = mixture(n);
    return look(series.values.first(n), at, taken);
  };
  int taken = 0;
  for (const int planned : rule.looks.at) {
    auto n = static_cast<std::size_t>(planned);
    if (n > series.values.size()) break;
    const bool is_last = ++taken == static_cast<int>(rule.looks.at.size());
    Finding finding = look_at(n, taken);
    while (!spans_enough(series, n, finding.widened, at.mixture.widening) && is_last && n < series.values.size())
      finding = look_at(++n, taken);
    const bool early = too_few(n, at.mixture.widening) && finding.verdict != Verdict::Noisy;
    const bool may_stop = spans_enough(series, n, finding.widened, at.mixture.widening) && !early;
    if (finding.verdict == Verdict::Open || !may_stop) continue;
    finding.why += mixture_text(finding.widened, finding.both_kinds);
    return finding;
  }
  if (mixture) at.mixture = mixture(series.values.size());
  return open_so_far(series, at, taken);
}

Finding close(Finding finding, const std::string& why) {
  const bool flagged = finding.verdict == Verdict::Flagged;
  if (finding.verdict != Verdict::Open && !flagged) return finding;
  finding.verdict = Verdict::Undecided;
  finding.why = fmt::format("{}: {}{}", why, flagged ? "flagged, not confirmed: " : "", finding.why);
  return finding;
}

Finding failed(const std::string& why) {
  Finding finding;
  finding.verdict = Verdict::Failed;
  finding.why = why;
  return finding;
}

bool confirms(const Finding& screen, const Finding& confirmation) {
  if (screen.verdict != Verdict::Changed || confirmation.verdict != Verdict::Changed) return false;
  return (screen.effect->percent > 0) == (confirmation.effect->percent > 0);
}

}  // namespace assay::stats

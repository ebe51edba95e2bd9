#include "harness/stats/night_confirmation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/stats/night_spread.h"
#include "harness/stats/reference.h"
#include "harness/stats/text.h"

namespace assay::stats {
namespace {

bool same_sign(const Finding& finding, const Suspicion& suspicion) {
  return (finding.effect->percent > 0) == (suspicion.size > 0);
}

bool reaches_floor(const Finding& finding, const Suspicion& suspicion) {
  return std::abs(from_percent(finding.effect->percent)) >= from_percent(suspicion.floor_percent);
}

void tell(Finding& finding, const Suspicion& suspicion) {
  const double percent = finding.effect->percent;
  const std::string found = fmt::format("{:+.2g} % from the level so far", percent);
  if (!same_sign(finding, suspicion)) {
    finding.verdict = Verdict::Undecided;
    finding.why = fmt::format("the night was {:+.2g} % off and the fresh bouts {}: not confirmed",
                              to_percent(suspicion.size), found);
  } else if (!reaches_floor(finding, suspicion)) {
    finding.verdict = Verdict::Undecided;
    finding.why =
        fmt::format("{}, and changes are told from {} %: not confirmed", found, percent_text(suspicion.floor_percent));
  } else {
    finding.why = fmt::format("found again by fresh bouts: {} ({} suspected)", finding.why, suspicion.suspected);
  }
}

/// Which rounds decide is settled after six bouts; more of them would not bring the level's.
bool rests_on_others(const Bouts& bouts, const Suspicion& suspicion) {
  const bool settled = bouts.size() >= static_cast<std::size_t>(kChoiceBouts);
  return settled && !suspicion.decided_on.empty() && name(bouts.basis()) != suspicion.decided_on;
}

std::string rounds_text(std::string_view rounds) {
  return rounds == name(Basis::Undisturbed) ? "undisturbed rounds" : "all rounds";
}

}  // namespace

Finding confirm_night(std::span<const PairValue> pairs, std::span<const double> started, const Suspicion& suspicion) {
  std::vector<PairValue> off;
  off.reserve(pairs.size());
  for (const PairValue& pair : pairs) off.push_back(shifted(pair, -suspicion.level));
  const double care = std::max(suspicion.floor_percent, NightlyRule{}.suspect_percent);
  const Bouts bouts(off, started);
  Finding finding = decide(bouts, confirm_rule(std::max(1, suspicion.suspected), care));
  if (rests_on_others(bouts, suspicion) && finding.verdict != Verdict::Failed) {
    finding.verdict = Verdict::Undecided;
    finding.why = fmt::format("not confirmed: the fresh bouts rest on {}, the nights before on {}",
                              rounds_text(name(bouts.basis())), rounds_text(suspicion.decided_on));
    return finding;
  }
  if (finding.verdict == Verdict::Changed)
    tell(finding, suspicion);
  else if (finding.verdict != Verdict::Open)
    finding.why = "not confirmed: " + finding.why;
  return finding;
}

SecondLook second_look(const Finding& finding, const Suspicion& suspicion) {
  const bool other_rounds = !suspicion.decided_on.empty() && name(finding.basis) != suspicion.decided_on;
  if (!finding.effect || other_rounds) return SecondLook::Open;
  if (finding.verdict == Verdict::Changed) return SecondLook::Found;
  if (finding.verdict == Verdict::Same) return SecondLook::Refuted;
  if (finding.verdict != Verdict::Undecided) return SecondLook::Open;
  return same_sign(finding, suspicion) && reaches_floor(finding, suspicion) ? SecondLook::Open : SecondLook::Refuted;
}

std::optional<FoundAgain> found_again(std::span<const Night> series, const News& suspected, const Finding& finding,
                                      const Suspicion& suspicion, const NightlyRule& rule) {
  if (second_look(finding, suspicion) != SecondLook::Found) return std::nullopt;
  const auto off = nights_off(series, suspected.identity, suspected.night, rule);
  if (!off) return std::nullopt;
  FoundAgain found{suspected, off->nights};
  Change& change = found.news.change;
  found.news.kind = News::Kind::Changed;
  found.news.fresh = true;
  change.size += from_percent(finding.effect->percent) - suspicion.size + change.before - off->before.level;
  change.before = off->before.level;
  change.after = off->after;
  change.from = change.to = off->first;
  const Interval interval = interval_among_nights(change.size, off->nights, off->before);
  change.low = interval.low;
  change.high = interval.high;
  change.p = p_among_nights(std::min(off->least, std::abs(change.size)), off->nights, off->before);
  return found;
}

}  // namespace assay::stats

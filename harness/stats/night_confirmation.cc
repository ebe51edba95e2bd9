#include "harness/stats/night_confirmation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "harness/stats/nightly.h"
#include "harness/stats/text.h"

namespace assay::stats {
namespace {

PairValue above(PairValue pair, double level) {
  pair.all -= level;
  if (pair.undisturbed) *pair.undisturbed -= level;
  if (pair.disturbed) *pair.disturbed -= level;
  return pair;
}

void tell(Finding& finding, const Suspicion& suspicion) {
  const double percent = finding.effect->percent;
  const std::string found = fmt::format("{:+.2g} % from the level so far", percent);
  if ((percent > 0) != (suspicion.size > 0)) {
    finding.verdict = Verdict::Undecided;
    finding.why = fmt::format("the night was {:+.2g} % off and the fresh bouts {}: not confirmed",
                              to_percent(suspicion.size), found);
  } else if (std::abs(from_percent(percent)) < from_percent(suspicion.floor_percent)) {
    finding.verdict = Verdict::Undecided;
    finding.why =
        fmt::format("{}, and changes are told from {} %: not confirmed", found, percent_text(suspicion.floor_percent));
  } else {
    finding.why = fmt::format("confirmed by fresh bouts: {} ({} suspected)", finding.why, suspicion.suspected);
  }
}

}  // namespace

Finding confirm_night(std::span<const PairValue> pairs, std::span<const double> started, const Suspicion& suspicion) {
  std::vector<PairValue> off;
  off.reserve(pairs.size());
  for (const PairValue& pair : pairs) off.push_back(above(pair, suspicion.level));
  const double care = std::max(suspicion.floor_percent, NightlyRule{}.suspect_percent);
  Finding finding = decide(Bouts(off, started), confirm_rule(std::max(1, suspicion.suspected), care));
  if (finding.verdict == Verdict::Changed)
    tell(finding, suspicion);
  else if (finding.verdict != Verdict::Open)
    finding.why = "not confirmed: " + finding.why;
  return finding;
}

}  // namespace assay::stats

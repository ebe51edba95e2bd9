#include "harness/stats/stages.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/stats/text.h"

namespace assay::stats {
namespace {

Finding screen(const Bouts& bouts, double care_percent) {
  Finding finding = decide(bouts, screen_rule(care_percent));
  if (finding.verdict == Verdict::Changed) finding.verdict = Verdict::Flagged;
  return finding;
}

std::string signed_percent(const Finding& finding) {
  return finding.effect ? fmt::format("{:+.2g} %", finding.effect->percent) : "nothing";
}

/// With its interval, which holds for the screen's looks. What was picked by it tends to look larger than it is.
std::string screen_text(const Finding& screened) {
  if (!screened.effect) return "";
  return fmt::format(" ({} [{:+.2g}, {:+.2g}] there)", signed_percent(screened), screened.effect->low,
                     screened.effect->high);
}

/// A difference that the screen saw in one direction and the fresh bouts in the other is none.
void tell_contradiction(Finding& finding, const Finding& screened) {
  finding.verdict = Verdict::Undecided;
  finding.why = fmt::format("the screen saw {} and the fresh bouts {}: not confirmed", signed_percent(screened),
                            signed_percent(finding));
}

}  // namespace

Finding decide_in_suite(const Bouts& bouts, double care_percent, const std::optional<Confirmation>& confirmation) {
  if (!confirmation) return screen(bouts, care_percent);
  const std::size_t after = std::min(confirmation->after, bouts.size());
  const Finding screened = decide(bouts.part(0, after), screen_rule(care_percent));
  Finding finding =
      decide(bouts.part(after, bouts.size() - after), confirm_rule(std::max(1, confirmation->flagged), care_percent));
  if (finding.verdict != Verdict::Changed) {
    finding.why = fmt::format("flagged by the screen{}, not confirmed: {}", screen_text(screened), finding.why);
  } else if (confirms(screened, finding)) {
    finding.why = fmt::format("confirmed by fresh bouts: {} ({} flagged)", finding.why, confirmation->flagged);
  } else {
    tell_contradiction(finding, screened);
  }
  return finding;
}

}  // namespace assay::stats

#include "harness/replay/comparison.h"

#include <algorithm>

#include "harness/stats/reference.h"

namespace assay::replay {
namespace {

using stats::Finding;
using stats::Verdict;

/// `part`: the bouts that the finding is of, after `before` others.
Ended ended_after(const Finding& finding, const Evidence& evidence, const stats::Bouts& part, std::size_t before) {
  const bool all = finding.verdict == Verdict::Open || finding.bouts == 0;
  const std::size_t bouts = part.until(static_cast<std::size_t>(finding.bouts));
  Ended result;
  result.finding = stats::close(finding, "the recording ended");
  if (finding.verdict == Verdict::Flagged) result.finding = finding;
  result.bouts = all ? evidence.fed() : evidence.picks_until(before + bouts);
  result.seconds = evidence.seconds(result.bouts);
  return result;
}

}  // namespace

std::optional<double> base_of(const Track& track, std::span<const Pick> picks) {
  if (!track.has_references()) return std::nullopt;
  stats::RunBase base;
  int measured = 0;
  for (const Pick& pick : picks) {
    base.add(track.bout(pick.bout), ++measured);
    if (base.settled()) break;
  }
  return base.so_far();
}

Evidence::Evidence(const Track& track, std::span<const Pick> picks, double effect)
    : track_(&track), picks_(picks), effect_(effect), base_ns_(base_of(track, picks)) {}

void Evidence::feed(std::size_t upto) {
  for (const std::size_t end = std::min(upto, picks_.size()); fed_ < end;) {
    const Pick& pick = picks_[fed_++];
    const auto& pair = track_->value(pick.bout, pick.swapped, base_ns_);
    if (!pair) continue;
    pairs_.push_back(stats::shifted(*pair, effect_));
    started_.push_back(pick.started);
    picks_of_.push_back(fed_);
  }
}

double Evidence::seconds(std::size_t picks) const {
  double seconds = 0;
  for (const Pick& pick : picks_.first(picks)) seconds += track_->bout(pick.bout).seconds;
  return seconds;
}

Ended compare(const Track& track, std::span<const Pick> picks, const stats::ComparisonRule& rule, double effect) {
  Evidence evidence(track, picks, effect);
  evidence.feed(stats::most_bouts(rule.looks));
  const stats::Bouts bouts = evidence.bouts();
  return ended_after(stats::decide(bouts, rule), evidence, bouts, 0);
}

Staged::Staged(const Track& track, std::span<const Pick> picks, double care_percent, double effect)
    : evidence_(track, picks, effect), care_percent_(care_percent) {}

const Ended& Staged::screen() {
  evidence_.feed(stats::most_bouts(stats::screen_rule(care_percent_).looks));
  const stats::Bouts bouts = evidence_.bouts();
  const Finding finding = stats::decide_in_suite(bouts, care_percent_, {});
  screened_ = bouts.until(static_cast<std::size_t>(finding.bouts));
  return ended_ = ended_after(finding, evidence_, bouts, 0);
}

const Ended& Staged::confirm(int flagged) {
  evidence_.feed(ended_.bouts + stats::most_bouts(stats::confirm_rule(flagged, care_percent_).looks));
  const stats::Bouts bouts = evidence_.bouts();
  const Finding finding = stats::decide_in_suite(bouts, care_percent_, stats::Confirmation{flagged, screened_});
  return ended_ = ended_after(finding, evidence_, bouts.part(screened_, bouts.size() - screened_), screened_);
}

}  // namespace assay::replay

#include "harness/replay/comparison.h"

#include <algorithm>

#include "harness/stats/reference.h"

namespace assay::replay {
namespace {

using stats::Finding;
using stats::Verdict;

Ended ended(std::span<const Pick> picks, const Track& track, const Finding& finding, const Evidence& evidence) {
  Ended result;
  result.finding = stats::close(finding, "the recording ended");
  result.basis = finding.basis;
  const bool all = finding.verdict == Verdict::Open || finding.bouts == 0;
  result.bouts = all ? picks.size() : evidence.bouts[evidence.until(static_cast<std::size_t>(finding.bouts)) - 1];
  for (const Pick& pick : picks.first(result.bouts)) result.seconds += track.bout(pick.bout).seconds;
  return result;
}

}  // namespace

std::optional<double> base_of(const Track& track, std::span<const Pick> picks) {
  if (!track.has_references()) return std::nullopt;
  stats::ReferenceReadings readings;
  for (const Pick& pick : picks.first(std::min<std::size_t>(picks.size(), stats::kChoiceBouts)))
    readings.add(track.bout(pick.bout));
  return readings.base_ns();
}

std::size_t Evidence::until(std::size_t values) const {
  const stats::Basis basis = kept().basis();
  std::size_t pair = 0;
  for (; values > 0 && pair < pairs.size(); ++pair) values -= stats::value_on(pairs[pair], basis) ? 1 : 0;
  return pair;
}

Evidence evidence_of(const Track& track, std::span<const Pick> picks, double effect) {
  Evidence evidence;
  const auto base_ns = base_of(track, picks);
  for (std::size_t i = 0; i < picks.size(); ++i) {
    const auto& pair = track.value(picks[i].bout, picks[i].swapped, base_ns);
    if (!pair) continue;
    evidence.pairs.push_back(stats::shifted(*pair, effect));
    evidence.started.push_back(picks[i].started);
    evidence.bouts.push_back(i + 1);
  }
  return evidence;
}

Ended compare(const Track& track, std::span<const Pick> picks, const stats::ComparisonRule& rule, double effect) {
  const std::size_t most = kMostBouts * static_cast<std::size_t>(rule.looks.last());
  picks = picks.first(std::min(most, picks.size()));
  const Evidence evidence = evidence_of(track, picks, effect);
  return ended(picks, track, stats::decide(evidence.kept(), rule), evidence);
}

}  // namespace assay::replay

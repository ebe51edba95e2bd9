#include "harness/replay/comparison.h"

#include <algorithm>

#include "harness/stats/neighbourhood.h"
#include "harness/stats/reference.h"

namespace assay::replay {
namespace {

using stats::Basis;
using stats::Finding;
using stats::Verdict;
using stats::Widening;

std::vector<stats::PairValue> pairs_of(const Track& track, std::span<const Pick> picks, std::optional<double> base_ns) {
  std::vector<stats::PairValue> pairs;
  for (const Pick& pick : picks)
    if (const auto& value = track.value(pick.bout, pick.swapped, base_ns)) pairs.push_back(*value);
  return pairs;
}

Basis basis_of(const Track& track, std::span<const Pick> picks, std::optional<double> base_ns) {
  std::vector<int> rounds;
  for (const auto& pair : pairs_of(track, picks, base_ns)) rounds.push_back(pair.undisturbed_rounds);
  return stats::choose_basis(rounds).value_or(Basis::All);
}

Widening widening_of(const Track& track, std::span<const Pick> picks, std::optional<double> base_ns, Basis basis) {
  if (basis == Basis::Undisturbed) return Widening::Never;
  if (!base_ns) return Widening::WhenCorrelated;
  const auto pairs = pairs_of(track, picks, base_ns);
  return stats::neighbour_difference(pairs).differ ? Widening::Always : Widening::WhenCorrelated;
}

Ended ended(std::span<const Pick> picks, const Track& track, const Finding& finding, const Evidence& evidence) {
  Ended result;
  result.finding = stats::close(finding, "the recording ended");
  result.basis = evidence.basis;
  const bool open = finding.verdict == Verdict::Open;
  result.bouts = open ? picks.size() : evidence.bouts[static_cast<std::size_t>(finding.bouts) - 1];
  for (const Pick& pick : picks.first(result.bouts)) result.seconds += track.bout(pick.bout).seconds;
  return result;
}

/// How many values there are at each look, and after the last one at every bout, for that one may have to wait.
std::vector<std::size_t> looked_at(const stats::Looks& looks, std::size_t values) {
  std::vector<std::size_t> counts;
  for (const int look : looks.at)
    if (static_cast<std::size_t>(look) <= values) counts.push_back(static_cast<std::size_t>(look));
  for (auto n = static_cast<std::size_t>(looks.last()) + 1; n <= values; ++n) counts.push_back(n);
  return counts;
}

}  // namespace

std::optional<double> base_of(const Track& track, std::span<const Pick> picks) {
  if (!track.has_references()) return std::nullopt;
  stats::ReferenceReadings readings;
  for (const Pick& pick : picks.first(std::min<std::size_t>(picks.size(), stats::kChoiceBouts)))
    readings.add(track.bout(pick.bout));
  return readings.base_ns();
}

Evidence evidence_of(const Track& track, std::span<const Pick> picks, double effect) {
  Evidence evidence;
  const auto base_ns = base_of(track, picks);
  evidence.basis = base_ns ? basis_of(track, picks, base_ns) : Basis::All;
  evidence.widening = widening_of(track, picks, base_ns, evidence.basis);
  for (std::size_t i = 0; i < picks.size(); ++i) {
    const auto& pair = track.value(picks[i].bout, picks[i].swapped, base_ns);
    const auto value = pair ? stats::value_on(*pair, evidence.basis) : std::nullopt;
    if (!value) continue;
    evidence.values.push_back(*value + effect);
    evidence.started.push_back(picks[i].started);
    evidence.bouts.push_back(i + 1);
  }
  return evidence;
}

Ended compare(const Track& track, std::span<const Pick> picks, const stats::ComparisonRule& rule, double effect) {
  const std::size_t most = kMostBouts * static_cast<std::size_t>(rule.looks.last());
  picks = picks.first(std::min(most, picks.size()));
  const auto base_ns = base_of(track, picks);
  const Evidence evidence = evidence_of(track, picks, effect);
  const std::span values(evidence.values), started(evidence.started);
  stats::ComparisonRule here = rule;
  here.widening = evidence.widening;
  if (!base_ns) {  // nothing but the values changes from look to look, and decide() goes through them by itself
    const Finding finding = stats::decide({values, started}, here);
    return ended(picks, track, finding, evidence);
  }
  for (const std::size_t n : looked_at(rule.looks, values.size())) {
    here.widening = widening_of(track, picks.first(evidence.bouts[n - 1]), base_ns, evidence.basis);
    const Finding finding = stats::decide({values.first(n), started.first(n)}, here);
    if (finding.verdict != Verdict::Open) return ended(picks, track, finding, evidence);
  }
  return ended(picks, track, stats::decide({values, started}, here), evidence);
}

}  // namespace assay::replay

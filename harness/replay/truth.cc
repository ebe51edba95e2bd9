#include "harness/replay/truth.h"

#include <numeric>

#include "harness/core/order.h"
#include "harness/stats/neighbourhood.h"

namespace assay::replay {
namespace {

using stats::to_percent;

constexpr double kLevel = 0.95;
constexpr std::size_t kEvery = 3;
constexpr int kLengths[] = {18, 25, 34};

std::vector<Pick> all_in_order(const Track& track) {
  std::vector<Pick> picks;
  for (std::size_t place = 0; place < track.size(); place += track.stride())
    picks.push_back({place, false, track.bout(place).started});
  return picks;
}

std::optional<Mean> percent_of(const std::vector<double>& log_ratios) {
  const auto estimate = stats::yuen(log_ratios);
  if (!estimate) return std::nullopt;
  const auto [low, high] = stats::interval(*estimate, kLevel);
  return Mean{to_percent(estimate->mean), to_percent(low), to_percent(high), estimate->n};
}

std::optional<Mean> points_of(const std::vector<double>& points) {
  const auto estimate = stats::yuen(points);
  if (!estimate) return std::nullopt;
  const auto [low, high] = stats::interval(*estimate, kLevel);
  return Mean{estimate->mean, low, high, estimate->n};
}

void describe(Truth& truth, std::span<const stats::PairValue> pairs) {
  std::vector<double> all, undisturbed, disturbed, difference;
  for (const auto& pair : pairs) {
    all.push_back(pair.all);
    if (pair.undisturbed) undisturbed.push_back(*pair.undisturbed);
    if (pair.disturbed) disturbed.push_back(*pair.disturbed);
    if (pair.undisturbed && pair.disturbed)
      difference.push_back(to_percent(*pair.disturbed) - to_percent(*pair.undisturbed));
  }
  truth.all = percent_of(all);
  truth.undisturbed = percent_of(undisturbed);
  truth.disturbed = percent_of(disturbed);
  truth.difference = points_of(difference);
  truth.differ = stats::neighbour_difference(pairs).differ;
}

Evidence all_of(const Track& track, std::span<const Pick> picks) {
  Evidence evidence(track, picks, 0);
  evidence.feed(picks.size());
  return evidence;
}

/// The interval that a comparison with its one look at n bouts would print, at the level of the rule's last look.
std::optional<stats::Effect> interval_at(const stats::Bouts& bouts, int n, const stats::ComparisonRule& rule) {
  if (bouts.values().size() < static_cast<std::size_t>(n)) return std::nullopt;
  stats::ComparisonRule one = rule;
  one.looks.at = {n};
  return stats::decide(bouts.part(0, bouts.until(static_cast<std::size_t>(n))), one).effect;
}

void cover(Truth& truth, const Track& track, double truth_percent, const stats::ComparisonRule& rule) {
  const auto picks = all_in_order(track);
  for (std::size_t from = 0; from + static_cast<std::size_t>(kLengths[0]) <= picks.size(); from += kEvery) {
    const auto rest = std::span(picks).subspan(from);
    const Evidence evidence = all_of(track, rest);
    if (evidence.bouts().basis() != truth.basis) continue;  // its truth is another one
    for (const int n : kLengths)
      if (const auto effect = interval_at(evidence.bouts(), n, rule)) truth.fixed.add(*effect, truth_percent);
    const Ended ended = compare(track, rest, rule, 0);
    if (ended.finding.effect) truth.stopped.add(*ended.finding.effect, truth_percent);
  }
}

}  // namespace

void Coverage::add(const stats::Effect& effect, double truth_percent) {
  ++intervals;
  covered += effect.low <= truth_percent && truth_percent <= effect.high;
  half_widths.push_back((effect.high - effect.low) / 2);
}

void Coverage::add(const Coverage& other) {
  intervals += other.intervals;
  covered += other.covered;
  half_widths.insert(half_widths.end(), other.half_widths.begin(), other.half_widths.end());
}

double Coverage::share() const {
  return intervals == 0 ? 0 : static_cast<double>(covered) / intervals;
}

double Coverage::median_half_width() const {
  return median(half_widths).value_or(0);
}

Truth truth_of(const Block& block, double care_percent) {
  const Track track(block);
  const auto picks = all_in_order(track);
  Truth truth;
  truth.file = block.file;
  truth.label = block.label();
  truth.mode = block.mode;
  const Evidence evidence = all_of(track, picks);
  const stats::Bouts bouts = evidence.bouts();
  describe(truth, bouts.pairs());
  truth.basis = bouts.basis();
  if (block.true_ratio) truth.known_percent = 100 * (*block.true_ratio - 1);
  const auto long_run = percent_of(bouts.values());
  if (!long_run) return truth;
  cover(truth, track, truth.known_percent.value_or(long_run->value), stats::comparison_rule(care_percent));
  return truth;
}

}  // namespace assay::replay

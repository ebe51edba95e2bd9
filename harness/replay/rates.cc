#include "harness/replay/rates.h"

#include <algorithm>
#include <numeric>

#include "harness/core/order.h"

namespace assay::replay {

using stats::Verdict;

void Tally::add(const Ended& comparison, double effect) {
  ++all;
  seconds.push_back(comparison.seconds);
  const stats::Finding& finding = comparison.finding;
  noisy += finding.verdict == Verdict::Noisy;
  same += finding.verdict == Verdict::Same;
  undecided += finding.verdict == Verdict::Undecided;
  if (finding.verdict != Verdict::Changed) return;
  ++changed;
  right += effect != 0 && (finding.effect->percent > 0) == (effect > 0);
}

void Tally::add(const Tally& other) {
  for (const auto count : {&Tally::all, &Tally::changed, &Tally::right, &Tally::same, &Tally::noisy, &Tally::undecided})
    this->*count += other.*count;
  seconds.insert(seconds.end(), other.seconds.begin(), other.seconds.end());
}

double Tally::share(int Tally::*count) const {
  return all == 0 ? 0 : static_cast<double>(this->*count) / static_cast<double>(all);
}

double Tally::mean_seconds() const {
  return seconds.empty() ? 0
                         : std::accumulate(seconds.begin(), seconds.end(), 0.0) / static_cast<double>(seconds.size());
}

double Tally::median_seconds() const {
  return median(seconds).value_or(0);
}

void add(ByEffect& sum, const ByEffect& other) {
  for (const auto& [percent, tally] : other) sum[percent].add(tally);
}

std::vector<double> effects_of(double care_percent) {
  std::vector<double> effects = {0, 1, 2, 5};
  if (std::ranges::find(effects, care_percent) == effects.end()) effects.push_back(care_percent);
  return effects;
}

bool TrackRates::noisy() const {
  const auto equals = drawn.find(0);
  return equals != drawn.end() && equals->second.share(&Tally::noisy) > 0.5;
}

TrackRates replay(const Track& track, const Experiment& experiment) {
  TrackRates rates{
      track.file(), track.label(), track.workload(), track.mode(), track.bouts_in_order(), track.spread(), {}, {}};
  const auto rule = stats::comparison_rule(experiment.care_percent);
  const auto wanted = static_cast<std::size_t>(rule.looks.last());
  const std::size_t most = stats::most_bouts(rule.looks);
  Random random = random_of(track.file() + track.label(), experiment.seed);
  for (int i = 0; i < experiment.times; ++i) {
    const auto with_coins = drawn(track, most, random);
    const auto without = as_recorded(track, wanted, most, random);
    for (const double percent : effects_of(experiment.care_percent)) {
      const double effect = stats::from_percent(percent);
      rates.drawn[percent].add(compare(track, with_coins, rule, effect), effect);
      if (track.bouts_in_order() >= wanted) rates.recorded[percent].add(compare(track, without, rule, effect), effect);
    }
  }
  return rates;
}

Random random_of(const std::string& label, std::uint64_t seed) {
  std::uint64_t hash = 1469598103934665603u;  // FNV-1a
  for (const char letter : label) hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211u;
  return Random(hash ^ (seed * 0x9e3779b97f4a7c15u));
}

}  // namespace assay::replay

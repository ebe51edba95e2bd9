#include "harness/replay/suites.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "harness/stats/suite.h"

namespace assay::replay {
namespace {

constexpr double kClasses[] = {0.005, 0.010, 0.015, 0.020, std::numeric_limits<double>::infinity()};

struct Workload {
  const Track* track = nullptr;
  double effect = 0;
  std::vector<Pick> picks;
  stats::Verdict screened = stats::Verdict::Open;
  double seconds = 0;
  bool claimed = false;
  bool right = false;
  std::vector<stats::PairValue> pairs;
};

using Suite = std::vector<Workload>;

Suite draw(std::span<const Track> tracks, std::size_t most, double effect, Random& random) {
  Suite suite(kSuiteSize);
  for (std::size_t i = 0; i < suite.size(); ++i) {
    suite[i].track = &tracks[random() % tracks.size()];
    suite[i].effect = i < kChangedInSuite ? effect : 0;
    suite[i].picks = drawn(*suite[i].track, most, random);
  }
  return suite;
}

void take(Workload& one, const Staged& staged) {
  const stats::Finding& finding = staged.ended().finding;
  one.seconds = staged.ended().seconds;
  one.claimed = finding.verdict == stats::Verdict::Changed;
  one.right = one.claimed && (finding.effect->percent > 0) == (one.effect > 0);
  const auto pairs = staged.bouts().pairs();
  one.pairs.assign(pairs.begin(), pairs.end());
}

/// All are screened; then what was flagged is confirmed. Returns the seconds of both.
double run(Suite& suite, double care_percent) {
  std::vector<Staged> staged;
  int flagged = 0;
  for (Workload& one : suite) {
    staged.emplace_back(*one.track, one.picks, care_percent, one.effect);
    one.screened = staged.back().screen().finding.verdict;
    flagged += one.screened == stats::Verdict::Flagged;
  }
  double seconds = 0;
  for (std::size_t i = 0; i < suite.size(); ++i) {
    if (suite[i].screened == stats::Verdict::Flagged) staged[i].confirm(flagged);
    take(suite[i], staged[i]);
    seconds += suite[i].seconds;
  }
  return seconds;
}

void score(const Suite& suite, SuiteRates& rates) {
  std::vector<stats::Bouts> bouts;
  double truth = 0;
  for (const Workload& one : suite) {
    bouts.emplace_back(one.pairs);
    truth += one.effect / static_cast<double>(suite.size());
  }
  const auto found = stats::suite_score(bouts);
  if (!found) return;
  const double percent = stats::to_percent(truth);
  ++rates.scored;
  rates.score_covers += found->low <= percent && percent <= found->high;
  rates.score_half_width += (found->high - found->low) / 2;
}

void count_equals(const Suite& suite, SuiteRates& rates) {
  const auto claimed = std::ranges::count_if(suite, &Workload::claimed);
  rates.false_claims += static_cast<int>(claimed);
  rates.with_false_claims += claimed > 0;
  for (const Workload& one : suite) rates.noisy += one.screened == stats::Verdict::Noisy;
}

void count_changed(const Suite& suite, SuiteRates& rates) {
  bool beside = false;
  for (const Workload& one : suite) {
    if (one.effect == 0) beside = beside || one.claimed;
    if (one.effect == 0) continue;
    const double spread = one.track->spread();
    auto& group = *std::ranges::find_if(rates.by_spread, [&](const auto& by) { return spread <= by.to; });
    ++rates.changed;
    ++group.changed;
    rates.confirmed += one.right;
    group.confirmed += one.right;
  }
  rates.beside_changes += beside;
}

}  // namespace

SuiteRates replay_suites(std::span<const Track> tracks, const Experiment& experiment, int suites) {
  SuiteRates rates;
  rates.suites = suites;
  for (const double to : kClasses) rates.by_spread.push_back({to, 0, 0});
  const auto screen = stats::screen_rule(experiment.care_percent),
             confirm = stats::confirm_rule(1, experiment.care_percent);
  const std::size_t most = stats::most_bouts(screen.looks) + stats::most_bouts(confirm.looks);
  Random random = random_of("suite", experiment.seed);
  for (int i = 0; i < suites; ++i) {
    Suite equals = draw(tracks, most, 0, random);
    rates.seconds += run(equals, experiment.care_percent) / static_cast<double>(kSuiteSize) / suites;
    count_equals(equals, rates);
    score(equals, rates);
    Suite some = draw(tracks, most, stats::from_percent(experiment.care_percent), random);
    run(some, experiment.care_percent);
    count_changed(some, rates);
    score(some, rates);
  }
  rates.score_half_width /= std::max(1, rates.scored);
  return rates;
}

}  // namespace assay::replay

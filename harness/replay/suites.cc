#include "harness/replay/suites.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "harness/stats/suite.h"

namespace assay::replay {
namespace {

constexpr double kClasses[] = {0.005, 0.010, 0.015, 0.020, std::numeric_limits<double>::infinity()};
constexpr std::size_t kScored = 6;  // bouts of each workload

struct Workload {
  const Track* track = nullptr;
  double effect = 0;
  std::vector<Pick> picks;
  Ended screen;
  bool claimed = false;
  bool right = false;
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

/// Stage 2 rests on the bouts that follow those of stage 1. Returns the seconds of both.
double run(Suite& suite, double care_percent) {
  double seconds = 0;
  int flagged = 0;
  for (Workload& one : suite) {
    one.screen = compare(*one.track, one.picks, stats::screen_rule(care_percent), one.effect);
    flagged += one.screen.finding.verdict == stats::Verdict::Changed;
    seconds += one.screen.seconds;
  }
  for (Workload& one : suite) {
    if (one.screen.finding.verdict != stats::Verdict::Changed) continue;
    const auto fresh = std::span(one.picks).subspan(one.screen.bouts);
    const Ended second = compare(*one.track, fresh, stats::confirm_rule(flagged, care_percent), one.effect);
    seconds += second.seconds;
    one.claimed = stats::confirms(one.screen.finding, second.finding);
    one.right = one.claimed && (second.finding.effect->percent > 0) == (one.effect > 0);
  }
  return seconds;
}

void score(const Suite& suite, SuiteRates& rates) {
  std::vector<std::vector<double>> values;
  double truth = 0;
  for (const Workload& one : suite) {
    values.push_back(evidence_of(*one.track, std::span(one.picks).first(kScored), one.effect).kept().values());
    truth += one.effect / static_cast<double>(suite.size());
  }
  const auto found = stats::suite_score(values);
  if (!found) return;
  const double percent = stats::to_percent(truth);
  rates.score_covers += found->low <= percent && percent <= found->high;
  rates.score_half_width += (found->high - found->low) / 2;
}

void count_equals(const Suite& suite, SuiteRates& rates) {
  const auto claimed = std::ranges::count_if(suite, &Workload::claimed);
  rates.false_claims += static_cast<int>(claimed);
  rates.with_false_claims += claimed > 0;
  for (const Workload& one : suite) rates.noisy += one.screen.finding.verdict == stats::Verdict::Noisy;
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
  const auto most = kMostBouts * static_cast<std::size_t>(screen.looks.last() + confirm.looks.last());
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
  rates.score_half_width /= 2.0 * suites;
  return rates;
}

}  // namespace assay::replay

#include "harness/stats/calibrate_mixture.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "harness/core/order.h"
#include "harness/core/undisturbed.h"
#include "harness/stats/bouts.h"
#include "harness/stats/decide.h"

namespace assay::stats {
namespace {

constexpr double kProcessSd = 0.007;  // of a bout's ratio; the four-CPU machine has 0.5 to 1.4 %
constexpr double kRatioSd = 0.02;     // of a round's
constexpr double kTimeSd = 0.03;
constexpr int kLongRun = 20000;  // bouts

class Machine {
 public:
  Machine(const Neighbourhood& kind, std::uint64_t seed) : kind_(kind), random_(seed) {
    often_ = uniform_(random_) < 0.5;
    busy_ = uniform_(random_) < share();
  }

  PairValue bout() {
    const double process = kProcessSd * normal_(random_);
    for (int i = 0; i < kind_.rounds_between; ++i) next_round();
    std::vector<double> a, b, ratios;
    for (int i = 0; i < kRoundsOfAll; ++i) {
      next_round();
      const double time = (busy_ ? kind_.slowdown : 0) + kTimeSd * normal_(random_);
      ratios.push_back(process + (busy_ ? kind_.ratio_beside : kind_.ratio_alone) + kRatioSd * normal_(random_));
      a.push_back(std::exp(time - ratios.back() / 2));
      b.push_back(std::exp(time + ratios.back() / 2));
    }
    PairValue value;
    value.all = median_in_place(ratios);
    value.speeds = speeds_of(a, b);
    return value;
  }

 private:
  double share() const { return often_ ? kind_.share_high : kind_.share_low; }

  /// Its moments are as long as the other's on the whole: stays are longer where it is there often.
  void next_round() {
    if (uniform_(random_) < 1 / kind_.times) often_ = !often_;
    const double leaves = 2 * (busy_ ? 1 - share() : share()) / kind_.moment;
    if (uniform_(random_) < leaves) busy_ = !busy_;
  }

  Neighbourhood kind_;
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> uniform_;
  bool often_ = false;
  bool busy_ = false;
};

std::vector<PairValue> bouts_of(Machine machine, int bouts) {
  std::vector<PairValue> pairs;
  for (int i = 0; i < bouts; ++i) pairs.push_back(machine.bout());
  return pairs;
}

bool holds(const Finding& finding, double percent) {
  return finding.effect->low <= percent && percent <= finding.effect->high;
}

}  // namespace

MixtureCoverage mixture_coverage(const Neighbourhood& neighbourhood, int bouts, const Simulation& simulation) {
  const auto many = bouts_of(Machine(neighbourhood, simulation.seed), kLongRun);
  const double truth = to_percent(yuen(Bouts(many).values())->mean);
  ComparisonRule rule = comparison_rule(2);
  rule.looks.at = {bouts};
  MixtureCoverage coverage;
  const double one = 1 / static_cast<double>(simulation.runs);
  for (std::uint64_t run = 1; run <= simulation.runs; ++run) {
    const auto pairs = bouts_of(Machine(neighbourhood, simulation.seed + run), bouts);
    const Bouts kept(pairs);
    const Finding aware = decide(kept, rule);
    coverage.aware += holds(aware, truth) ? one : 0;
    coverage.seen += aware.both_kinds ? one : 0;
    coverage.unaware += holds(decide(Series{kept.values()}, rule), truth) ? one : 0;
  }
  return coverage;
}

}  // namespace assay::stats

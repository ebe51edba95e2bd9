#include "harness/stats/calibrate.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "harness/stats/stages.h"

namespace assay::stats {
namespace {

constexpr double kWild = 10;  // a contaminated bout's sd against the others'

class Draw {
 public:
  Draw(const Scenario& scenario, std::uint64_t seed) : scenario_(scenario), random_(seed) {}

  void start() { previous_ = normal_(random_); }

  double next() {
    const double r = scenario_.correlation;
    previous_ = r * previous_ + std::sqrt(1 - r * r) * normal_(random_);
    const bool wild = scenario_.contaminated > 0 && uniform_(random_) < scenario_.contaminated;
    return scenario_.effect + scenario_.sd * previous_ * (wild ? kWild : 1);
  }

 private:
  Scenario scenario_;
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> uniform_;
  double previous_ = 0;
};

/// `step` bouts at a time until the finding is not open.
template <typename Judge>
Finding run_one(Draw& draw, int step, Judge judge) {
  std::vector<double> values;
  Finding finding;
  draw.start();
  while (finding.verdict == Verdict::Open) {
    for (int i = 0; i < step; ++i) values.push_back(draw.next());
    finding = judge(Series{values});
  }
  return finding;
}

void count(Rates& rates, const Finding& finding, double effect, double weight) {
  if (finding.verdict == Verdict::Changed) rates.changed += weight;
  if (finding.verdict == Verdict::Same) rates.same += weight;
  if (finding.verdict == Verdict::Noisy) rates.noisy += weight;
  if (finding.verdict == Verdict::Undecided) rates.undecided += weight;
  rates.bouts += weight * finding.bouts;
  if (finding.effect->low > to_percent(effect) || to_percent(effect) > finding.effect->high) return;
  rates.covered += weight;
  if (finding.verdict == Verdict::Same) rates.same_covered += weight;
}

template <typename Judge>
Rates rates_of(const Scenario& scenario, const Simulation& simulation, int step, Judge judge) {
  Draw draw(scenario, simulation.seed);
  Rates rates;
  for (std::uint64_t run = 0; run < simulation.runs; ++run)
    count(rates, run_one(draw, step, judge), scenario.effect, 1 / static_cast<double>(simulation.runs));
  return rates;
}

void draw_until(std::vector<PairValue>& pairs, std::size_t size, Draw& draw) {
  while (pairs.size() < size) pairs.emplace_back().all = draw.next();
}

double& kind_of(GateRates& rates, const Finding& finding, double floor_percent) {
  if (finding.verdict == Verdict::Same) return rates.same;
  if (finding.verdict == Verdict::Changed) return finding.effect->percent >= floor_percent ? rates.fails : rates.below;
  return finding.effect->high < floor_percent ? rates.ruled_out : rates.unknown;
}

}  // namespace

std::vector<std::vector<double>> smallest_p(std::span<const int> looks, std::span<const int> lasts,
                                            const Simulation& simulation) {
  std::mt19937_64 random(simulation.seed);
  std::normal_distribution<double> normal;
  std::vector<double> values(static_cast<std::size_t>(looks.back()));
  std::vector<std::vector<double>> smallest(lasts.size(), std::vector<double>(simulation.runs));
  for (std::size_t run = 0; run < simulation.runs; ++run) {
    for (double& value : values) value = normal(random);
    double least = 1;
    std::size_t last = 0;
    for (const int look : looks) {
      least = std::min(least, p_two_sided(*yuen(std::span(values).first(static_cast<std::size_t>(look)))));
      if (last < lasts.size() && lasts[last] == look) smallest[last++][run] = least;
    }
  }
  return smallest;
}

double nominal_p(std::vector<double>& smallest, double alpha) {
  const auto rank = static_cast<std::ptrdiff_t>(std::ceil(alpha * static_cast<double>(smallest.size())));
  const auto at = smallest.begin() + std::max<std::ptrdiff_t>(rank, 1) - 1;
  std::nth_element(smallest.begin(), at, smallest.end());
  return *at;
}

// decide() goes through the looks by itself, so all bouts may be drawn at once.
Rates comparison_rates(const Scenario& scenario, const ComparisonRule& rule, const Simulation& simulation) {
  return rates_of(scenario, simulation, rule.looks.last(), [&](const Series& series) { return decide(series, rule); });
}

Rates estimate_rates(const Scenario& scenario, const EstimateRule& rule, const Simulation& simulation) {
  return rates_of(scenario, simulation, 1, [&](const Series& series) { return estimate(series, rule); });
}

GateRates gate_rates(const Scenario& scenario, double floor_percent, const Simulation& simulation) {
  Draw draw(scenario, simulation.seed);
  GateRates rates;
  const double weight = 1 / static_cast<double>(simulation.runs);
  for (std::uint64_t run = 0; run < simulation.runs; ++run) {
    std::vector<PairValue> pairs;
    draw.start();
    draw_until(pairs, static_cast<std::size_t>(screen_rule(floor_percent).looks.last()), draw);
    Finding finding = decide_in_suite(Bouts(pairs), floor_percent, {});
    std::size_t used = static_cast<std::size_t>(finding.bouts);
    if (finding.verdict == Verdict::Flagged) {
      pairs.resize(used);
      draw_until(pairs, used + static_cast<std::size_t>(confirm_rule(1, floor_percent).looks.last()), draw);
      finding = decide_in_suite(Bouts(pairs), floor_percent, Confirmation{1, used});
      used += static_cast<std::size_t>(finding.bouts);
    }
    kind_of(rates, finding, floor_percent) += weight;
    rates.bouts += weight * static_cast<double>(used);
  }
  return rates;
}

}  // namespace assay::stats

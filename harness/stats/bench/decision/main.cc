// What a decision costs that goes through every look: 34 bouts of 60 rounds, from slices to verdict. Usage:
// bench_decision

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <random>
#include <vector>

#include "harness/core/bench/figure.h"
#include "harness/stats/decide.h"
#include "harness/stats/neighbourhood.h"

namespace {

using namespace assay;
using namespace assay::stats;

constexpr int kBouts = 34;
constexpr int kRounds = 60;
constexpr int kWarmup = 10;
constexpr double kBase = 4000;  // ns
constexpr int kTimes = 2001;

ProcessRecord process(double log_level, std::mt19937_64& random) {
  std::normal_distribution<double> noise(log_level, 0.02);
  ProcessRecord record;
  record.outcome = Outcome::Measured;
  for (int round = 0; round < kRounds; ++round) {
    Slice slice;
    slice.round = round;
    slice.phase = round < kWarmup ? Phase::Warmup : Phase::Steady;
    slice.iterations = 100;
    slice.wall_ns = slice.cpu_ns = std::llround(1e6 * std::exp(noise(random)));
    slice.reference_before_ns = slice.reference_after_ns = round % 3 == 0 ? 5000 : 4010;  // a busy sibling now and then
    record.slices.push_back(slice);
  }
  return record;
}

/// 2 % in every second bout: nothing is decided before the last look, nor there.
std::vector<BoutRecord> bouts() {
  std::mt19937_64 random(1);
  std::vector<BoutRecord> all(kBouts);
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i].processes = {process(0, random), process(i % 2 == 0 ? 0.045 : -0.025, random)};
  return all;
}

Finding decided(const std::vector<BoutRecord>& all) {
  std::vector<PairValue> pairs;
  std::vector<int> undisturbed_rounds;
  for (const BoutRecord& bout : all) {
    pairs.push_back(*pair_value(bout, 0, 1, {Clock::Wall, kBase}));
    undisturbed_rounds.push_back(pairs.back().undisturbed_rounds);
  }
  const Basis basis = choose_basis(undisturbed_rounds).value_or(Basis::All);
  std::vector<double> values;
  for (const PairValue& pair : pairs)
    if (const auto value = value_on(pair, basis)) values.push_back(*value);
  ComparisonRule rule = comparison_rule(2);
  rule.mixture = basis == Basis::Undisturbed ? Mixture{Widening::WhenCorrelated} : mixture_of(pairs);
  return decide({values}, rule);
}

}  // namespace

int main() {
  const auto all = bouts();
  std::vector<double> seconds;
  int looks = 0;
  for (int i = 0; i < kTimes; ++i) {
    const auto start = std::chrono::steady_clock::now();
    looks = decided(all).look;
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  if (looks != 6) {
    fmt::print(stderr, "bench_decision: decided at look {} of 6, which is no measure of a whole decision\n", looks);
    return EXIT_FAILURE;
  }
  std::ranges::nth_element(seconds, seconds.begin() + kTimes / 2);
  print({"decisions/34 bouts of 60 rounds", 1e6 * seconds[kTimes / 2], "us", 200, Figure::Sense::AtMost,
         "median of 2001, through all six looks"});
  return EXIT_SUCCESS;
}

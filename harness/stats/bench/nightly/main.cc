#include <algorithm>
#include <chrono>
#include <random>
#include <vector>

#include "harness/core/bench/figure.h"
#include "harness/stats/change_points.h"

/* bench_nightly: the change points of 10,000 series of 365 nights, on one core. The series have normal noise of 0.3 %,
 * one wild night in fifty, a change of 2 % and, every tenth, a slow ramp: what has changes takes longest. */

namespace {

using namespace assay;
using namespace assay::stats;

constexpr int kSeries = 10000;
constexpr int kNights = 365;
constexpr double kNoise = 0.003;
constexpr double kLimit = 10;  // seconds

Strand series(std::mt19937_64& random, bool ramp) {
  std::normal_distribution<double> normal;
  std::uniform_int_distribution<int> any_night(0, kNights - 1);
  const int change = any_night(random), begin = any_night(random);
  Strand strand;
  for (int night = 0; night < kNights; ++night) {
    double value = kNoise * normal(random) + (night >= change ? 0.02 : 0);
    if (any_night(random) % 50 == 0) value += 10 * kNoise * normal(random);
    if (ramp) value += 0.03 * std::clamp((night - begin) / 60.0, 0.0, 1.0);
    strand.nights.push_back(night);
    strand.values.push_back(value);
  }
  return strand;
}

}  // namespace

int main() {
  std::mt19937_64 random(1);
  std::vector<Strand> all;
  for (int i = 0; i < kSeries; ++i) all.push_back(series(random, i % 10 == 0));
  const auto start = std::chrono::steady_clock::now();
  std::size_t changes = 0;
  for (const Strand& strand : all) changes += change_points(strand, kFloorInTurns).changes.size();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  print(
      Figure{.name = "nightly/change points",
             .value = took.count(),
             .unit = "s",
             .limit = kLimit,
             .sense = Figure::Sense::AtMost,
             .against = fmt::format("{} series of {} nights, one core; {} changes found", kSeries, kNights, changes)});
  return 0;
}

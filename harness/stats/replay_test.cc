#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include "harness/stats/decide.h"
#include "harness/stats/pair.h"
#include "harness/stats/testing.h"

namespace assay::stats {
namespace {

/* testdata/lockstep-zen3-4cpu.jsonl: recorded pairs of equals, in turns of about 1 ms, on a virtual machine with four
 * Zen 3 CPUs and neighbours: the 50 steady rounds of 18 quiet and 18 loaded bouts of six workloads, wall time in 100
 * ns. Where a and b are the same, any difference is false, and a true effect is injected by scaling b. */

using Bouts = std::vector<BoutRecord>;

ProcessRecord recorded_process(const Json& hundreds_of_ns) {
  std::vector<std::int64_t> wall_ns;
  for (const auto& value : hundreds_of_ns) wall_ns.push_back(100 * value.get<std::int64_t>());
  return testing::process("same", wall_ns);
}

std::map<std::string, Bouts> recorded() {
  const auto folder = std::filesystem::path(__FILE__).parent_path();
  std::ifstream file(folder / "testdata" / "lockstep-zen3-4cpu.jsonl");
  std::map<std::string, Bouts> bouts;
  for (std::string line; std::getline(file, line);) {
    const Json pair = Json::parse(line);
    bouts[pair["workload"]].push_back(
        testing::bout(Mode::Turns, {recorded_process(pair["a"]), recorded_process(pair["b"])}));
  }
  return bouts;
}

/// Comparisons of 34 of the bouts in random order; which side is A is a coin, as when measuring.
std::vector<Finding> replay(const Bouts& bouts, double effect, int times) {
  std::mt19937_64 random(11);
  std::vector<Finding> findings;
  for (int i = 0; i < times; ++i) {
    std::vector<double> values;
    for (const BoutRecord& bout : bouts) {
      const std::size_t a = random() >> 63;
      values.push_back(pair_value(bout, a, 1 - a, {})->all + effect);
    }
    for (std::size_t k = values.size() - 1; k > 0; --k) std::swap(values[k], values[random() % (k + 1)]);
    findings.push_back(decide({std::span(values).first(34)}, comparison_rule(2)));
  }
  return findings;
}

double share(const std::vector<Finding>& findings, Verdict verdict) {
  const auto found =
      std::count_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.verdict == verdict; });
  return static_cast<double>(found) / static_cast<double>(findings.size());
}

TEST(Replay, HasSixWorkloadsOfThirtySixBouts) {
  const auto bouts = recorded();
  ASSERT_EQ(bouts.size(), 6u);
  for (const auto& [workload, recordings] : bouts) EXPECT_EQ(recordings.size(), 36u) << workload;
}

TEST(Replay, EqualsAreCalledChangedInLessThanFivePercent) {
  double sum = 0;
  for (const auto& [workload, bouts] : recorded()) sum += share(replay(bouts, 0, 200), Verdict::Changed);
  EXPECT_LE(sum / 6, 0.05);
}

TEST(Replay, TwoPercentIsFound) {
  double sum = 0;
  for (const auto& [workload, bouts] : recorded()) {
    const double found = share(replay(bouts, std::log(1.02), 200), Verdict::Changed);
    EXPECT_GE(found, 0.9) << workload;
    sum += found;
  }
  EXPECT_GE(sum / 6, 0.98);
}

TEST(Replay, NeitherIsCalledTheContrary) {
  for (const auto& [workload, bouts] : recorded()) {
    EXPECT_LE(share(replay(bouts, std::log(1.02), 200), Verdict::Same), 0.03) << workload;
    for (const auto& finding : replay(bouts, std::log(1.02), 200)) {
      if (finding.verdict != Verdict::Changed) continue;
      EXPECT_GT(finding.effect->percent, 0) << workload;
    }
  }
}

}  // namespace
}  // namespace assay::stats

#include "harness/replay/peers.h"

#include <gtest/gtest.h>

namespace assay::replay {
namespace {

/* SciPy 1.17: scipy.stats.ttest_ind(a, b), …(equal_var=False), scipy.stats.mannwhitneyu(c, d, method="asymptotic"). */

constexpr double kTolerance = 1e-10;
const std::vector<double> kA = {10.1, 10.4, 9.8, 10.0, 10.3, 9.9};
const std::vector<double> kB = {10.6, 10.2, 10.9, 10.5};

TEST(PeerTests, EqualSciPys) {
  EXPECT_NEAR(student_p(kA, kB), 0.021804399830940683, kTolerance);
  EXPECT_NEAR(welch_p(kA, kB), 0.03846893775238015, kTolerance);
  const std::vector<double> c = {10.1, 10.4, 9.8, 10.0, 10.3, 9.9, 10.4, 10.2, 10.0};
  const std::vector<double> d = {10.6, 10.2, 10.9, 10.5, 10.4, 10.1, 10.7, 10.3, 10.8};
  EXPECT_NEAR(mann_whitney_p(c, d), 0.011502029851685358, kTolerance);
  EXPECT_NEAR(mann_whitney_p(d, c), 0.011502029851685358, kTolerance);
  EXPECT_EQ(mann_whitney_p(c, c), 1);
}

TEST(PeerTests, ValuesWithoutSpreadDifferOrDoNot) {
  const std::vector<double> ones(4, 1.0), twos(4, 2.0);
  EXPECT_EQ(student_p(ones, ones), 1);
  EXPECT_EQ(student_p(ones, twos), 0);
  EXPECT_EQ(mann_whitney_p(ones, ones), 1);
}

TEST(Peers, TakeTheirValuesFromAProcess) {
  std::vector<double> slices;
  for (int i = 0; i < 400; ++i) slices.push_back(i);
  const auto all = peers();
  EXPECT_EQ(all[0].values(slices), (std::vector<double>{149.5, 249.5, 349.5}));  // pyperf: the first 100 ms warm up
  EXPECT_EQ(all[1].values(slices).size(), 9u);
  EXPECT_EQ(all[1].values(slices).front(), 59.5);
  EXPECT_EQ(all[2].values(slices), (std::vector<double>{79800}));
}

Line line(std::size_t processes, double step_ns) {
  Line line;
  for (std::size_t i = 0; i < processes; ++i) {
    const double jitter = 1000 * static_cast<double>(i * 7 % 5);
    line.push_back({static_cast<double>(i), 0.25, std::vector<double>(40, 1e6 + jitter + (i >= 10 ? step_ns : 0)), {}});
  }
  return line;
}

TEST(Peers, RunAllOfABeforeAllOfB) {
  Random random(1);
  const Peer& welch = peers()[2];
  ByEffect found;
  replay_peer(welch, line(20, 0), std::vector<double>{0, 5}, 3, random, found);
  EXPECT_EQ(found[0].changed, 0);
  EXPECT_EQ(found[5].right, 3);
  EXPECT_DOUBLE_EQ(found[0].mean_seconds(), 5);  // 20 processes
  ByEffect drifted;
  replay_peer(welch, line(20, 50'000), std::vector<double>{0}, 3, random, drifted);
  EXPECT_EQ(drifted[0].changed, 3);  // the machine changed between A and B
}

TEST(Peers, SayNothingOfTooFewProcesses) {
  Random random(1);
  ByEffect found;
  replay_peer(peers()[2], line(19, 0), std::vector<double>{0}, 3, random, found);
  EXPECT_TRUE(found.empty());
}

}  // namespace
}  // namespace assay::replay

#include "runners/mock_world.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

std::string mistake(const std::string& text) {
  const auto world = parse_mock_world(text, "world.toml");
  return world ? "none" : to_string(world.error());
}

TEST(MockWorld, ReadsEveryKey) {
  const auto world = parse_mock_world(R"(
reference_ns = 3900
[neighbour]
share = 0.3
rounds = 12
slowdown = 0.15
reference = 1.4
[turn]
bout = 9
process_noise = 0.3
share = 0.8
[[cell]]
match = {workload = "python.*", python = "python3.13"}
seconds = 0.001
noise = 0.02
process_noise = 0.01
drift = -0.001
turn_excess = 0.03
threads = 2
[[cell.fail]]
attempts = [1, 3]
outcome = "timed-out"
detail = "no turn ended in 60 s"
)",
                                      "world.toml");
  ASSERT_TRUE(world) << to_string(world.error());
  EXPECT_EQ(world->reference_ns, 3900);
  EXPECT_EQ(world->neighbour.share, 0.3);
  EXPECT_EQ(world->neighbour.rounds, 12);
  EXPECT_EQ(world->neighbour.slowdown, 0.15);
  EXPECT_EQ(world->neighbour.reference, 1.4);
  ASSERT_TRUE(world->turn);
  EXPECT_EQ(world->turn->bout, 9);
  EXPECT_EQ(world->turn->process_noise, 0.3);
  EXPECT_EQ(world->turn->share, 0.8);
  const MockCell& cell = world->cells.at(0);
  EXPECT_EQ(cell.seconds, 0.001);
  EXPECT_EQ(cell.noise, 0.02);
  EXPECT_EQ(cell.process_noise, 0.01);
  EXPECT_EQ(cell.drift, -0.001);
  EXPECT_EQ(cell.turn_excess, 0.03);
  EXPECT_EQ(cell.threads, 2);
  EXPECT_EQ(cell.failures.at(0).attempts, (std::vector<int>{1, 3}));
  EXPECT_EQ(cell.failures.at(0).outcome, Outcome::TimedOut);
  EXPECT_EQ(cell.failures.at(0).detail, "no turn ended in 60 s");
}

TEST(MockWorld, TheFirstEntryThatMatchesCounts) {
  const auto world = parse_mock_world(R"(
[[cell]]
match = {n = "512", blas = "openblas-*"}
seconds = 1
[[cell]]
seconds = 2
)",
                                      "world.toml");
  ASSERT_TRUE(world) << to_string(world.error());
  const auto seconds = [&](const Cell& cell) { return world->find(cell)->seconds; };
  EXPECT_EQ(seconds({"linalg.gemm", {{"n", "512"}}, {{"blas", "openblas-serial"}}}), 1);
  EXPECT_EQ(seconds({"linalg.gemm", {{"n", "256"}}, {{"blas", "openblas-serial"}}}), 2);
  EXPECT_EQ(seconds({"linalg.gemm", {{"n", "512"}}, {}}), 2);
}

TEST(MockWorld, MistakesHaveTheirPlace) {
  EXPECT_EQ(mistake("[[cell]]\nsecond = 1\n"),
            "world.toml:2:1: unknown key \"second\"; did you mean \"seconds\"? Known here: match, seconds, noise, "
            "process_noise, drift, turn_excess, threads, fail");
  EXPECT_EQ(mistake("[[cell]]\nthreads = 0\n"), "world.toml:2:11: threads must be a number of at least 1");
  EXPECT_EQ(mistake("cell = 3\n"), "world.toml:1:8: cell must be tables");
  EXPECT_EQ(mistake("[[cell]]\n[[cell.fail]]\noutcome = \"fine\"\n"),
            "world.toml:2:1: \"fine\" is no failure; for example crashed, timed-out, garbled");
}

}  // namespace
}  // namespace assay

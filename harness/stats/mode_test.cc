#include "harness/stats/mode.h"

#include <gtest/gtest.h>

#include <ostream>

#include "harness/stats/testing.h"

namespace assay::stats {
namespace {

struct Case {
  ModeFacts facts;
  Mode mode;
  Clock clock;
  std::string why;

  /// Names the test, each in its own way.
  friend void PrintTo(const Case& one, std::ostream* out) {
    *out << one.why;
    if (one.facts.threads > 1) *out << " (" << one.facts.threads << ")";
  }
};

class ChooseMode : public ::testing::TestWithParam<Case> {};

TEST_P(ChooseMode, GivesModeClockAndReason) {
  const auto choice = choose_mode(GetParam().facts);
  EXPECT_EQ(choice.mode, GetParam().mode);
  EXPECT_EQ(choice.clock, GetParam().clock);
  EXPECT_EQ(choice.why, GetParam().why);
}

INSTANTIATE_TEST_SUITE_P(
    Rule, ChooseMode,
    ::testing::Values(
        Case{{.iteration_seconds = 4.2e-7}, Mode::Turns, Clock::Wall, "iterations of 420 ns"},
        Case{{.iteration_seconds = 5e-3, .turn_excess = 0.014},
             Mode::Turns,
             Clock::Wall,
             "iterations of 5 ms; the slice of a turn that counts, of 1, takes 1.4 % more than later ones would"},
        Case{{.iteration_seconds = 1e-3, .turn_excess = 0.038, .turn_slices = 3},
             Mode::Turns,
             Clock::Wall,
             "iterations of 1 ms; the slice of a turn that counts, of 3, takes 3.8 % more than later ones would"},
        Case{{.iteration_seconds = 1e-3, .turn_excess = 0.01}, Mode::Turns, Clock::Wall, "iterations of 1 ms"},
        Case{{.iteration_seconds = 2e-3, .threads = 4, .threads_or_children = true},
             Mode::Turns,
             Clock::Wall,
             "iterations of 2 ms"},
        Case{{.iteration_seconds = 0.034},
             Mode::SharedCpu,
             Clock::Cpu,
             "iterations of 34 ms, one thread bound by the CPU"},
        Case{{.iteration_seconds = 1.25, .whole_command = true},
             Mode::SharedCpu,
             Clock::Cpu,
             "commands of 1.25 s, one thread at a time, bound by the CPU"},
        Case{{.iteration_seconds = 0.034, .threads = 2},
             Mode::Adjacent,
             Clock::Wall,
             "iterations of 34 ms with several threads or children"},
        Case{{.iteration_seconds = 0.034, .threads_or_children = true},
             Mode::Adjacent,
             Clock::Wall,
             "iterations of 34 ms with several threads or children"},
        Case{{.iteration_seconds = 0.034, .cpu_share = 0.4},
             Mode::Adjacent,
             Clock::Wall,
             "iterations of 34 ms that wait for 60 % of the time"},
        Case{{.iteration_seconds = 4e-3, .whole_command = true},
             Mode::Adjacent,
             Clock::Cpu,
             "commands of 4 ms, short enough to alternate whole, on one CPU"},
        Case{{.iteration_seconds = 0.229, .at_once = 0.931, .whole_command = true},
             Mode::Adjacent,
             Clock::Wall,
             "commands of 229 ms that run several threads or processes at once for 93 % of the time, on all CPUs"},
        Case{{.iteration_seconds = 0.229, .at_once = 0.099, .whole_command = true},
             Mode::SharedCpu,
             Clock::Cpu,
             "commands of 229 ms, one thread at a time, bound by the CPU"},
        Case{{.iteration_seconds = 0.5, .cpu_share = 0.4, .whole_command = true},
             Mode::Adjacent,
             Clock::Wall,
             "commands of 500 ms that wait for 60 % of the time, on one CPU"},
        Case{{.iteration_seconds = 1e-3, .turn_excess = 3},
             Mode::Adjacent,
             Clock::Cpu,
             "iterations of 1 ms, but the sides push each other out of a cache: the first slice of a turn takes 300 % "
             "more"}));

TEST(AskedMode, IsTakenWithItsOwnClock) {
  const ModeFacts long_and_single{.iteration_seconds = 0.034};
  EXPECT_EQ(asked_mode(long_and_single, Mode::Turns).mode, Mode::Turns);
  EXPECT_EQ(asked_mode(long_and_single, Mode::Turns).clock, Clock::Wall);
  EXPECT_EQ(asked_mode(long_and_single, Mode::Turns).why, "as asked for");
  EXPECT_EQ(asked_mode(long_and_single, Mode::Adjacent).clock, Clock::Cpu);
  EXPECT_EQ(asked_mode({.threads = 2}, Mode::Adjacent).clock, Clock::Wall);
  EXPECT_EQ(asked_mode({.threads = 2}, Mode::SharedCpu).clock, Clock::Cpu);
}

TEST(ModeFacts, AreTheWorstOfAllSides) {
  auto record =
      testing::bout(Mode::Calibrate, {testing::process("a", {1000, 1000}), testing::process("b", {1000, 1000})});
  record.processes[1].slices[0].cpu_ns = 300;
  record.processes[1].slices[0].run_delay_ns = 200;
  record.calibration =
      Calibration{.iteration_seconds = {1e-3, 3e-3}, .turn_excess = {0.02, 0.004}, .threads_or_children = true};
  const auto facts = mode_facts(record, 2);
  EXPECT_EQ(facts.iteration_seconds, 3e-3);
  EXPECT_EQ(facts.turn_excess, 0.02);
  EXPECT_EQ(facts.threads, 2);
  EXPECT_TRUE(facts.threads_or_children);
  EXPECT_EQ(facts.cpu_share, 0.75);
}

TEST(ModeFacts, TakeWhatWasSeenRunnableForTheDelaysOfChildren) {
  auto record = testing::bout(Mode::Calibrate, {testing::process("a", {1000}), testing::process("b", {1000})});
  record.processes[0].slices[0].cpu_ns = 300;
  record.processes[1].slices[0].cpu_ns = 900;
  record.calibration.emplace();
  record.calibration->runnable = {0.98, 0.5};
  record.calibration->at_once = {0.3, 0.01};
  EXPECT_EQ(mode_facts(record, 1).cpu_share, 0.9);
  EXPECT_EQ(mode_facts(record, 1).at_once, 0.3);
}

TEST(ModeFacts, CannotExceedOne) {
  auto record = testing::bout(Mode::Calibrate, {testing::process("a", {1000})});
  record.processes[0].slices[0].cpu_ns = 4000;  // four threads
  EXPECT_EQ(mode_facts(record, 4).cpu_share, 1);
}

}  // namespace
}  // namespace assay::stats

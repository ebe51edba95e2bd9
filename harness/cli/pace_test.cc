#include "harness/cli/pace.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "results/testing.h"

namespace assay {
namespace {

using testing::Folder;

const Json here = {{"id", "vm"}, {"name", "one"}, {"load", 0.5}};
constexpr const char* dict = "python.dict{n=200}";

/// Of a workload one process of which is foretold to live 0.01 s + 60 x 1.1 ms.
Group group(const std::string& id, const Workload& of) {
  Group group;
  group.id = id;
  group.workload = &of;
  group.cells = {{of.full_name(), {}, {}}, {of.full_name(), {}, {{"env.X", "1"}}}};
  return group;
}

class Paces : public ::testing::Test {
 protected:
  /// A run of groups a process of which was foretold to live 0.1 s, with a bout of two processes of so many seconds
  /// each. The later ones are newer.
  void lived(const std::map<std::string, double>& groups, const std::function<void(RunRow&)>& but = {},
             Outcome outcome = Outcome::Measured) {
    RunRow run = testing::run(fmt::format("r{}", number_));
    run.host = here;
    for (const auto& [group, seconds] : groups) run.study[kForetold][group] = 0.1;
    run.started = 1000.0 + number_++;
    if (but) but(run);
    const RunCell a = testing::cell("reference", true), b = testing::cell("blis", false);
    ASSERT_TRUE(store_.begin_run(run, {a, b}));
    for (const auto& [group, seconds] : groups) {
      BoutRecord bout = testing::bout(0, {testing::process(a, {1000}), testing::process(b, {1000})});
      bout.seconds = 2 * seconds;
      bout.outcome = outcome;
      ASSERT_TRUE(store_.commit_bout(run.id, group, bout));
    }
  }

  double of(const Group& group) const { return (*host_pace(store_, here))(group); }
  double of_python() const { return of(group(dict, python_)); }

  Folder folder_;
  Store store_ = *Store::open(folder_ / "a.db", Store::Access::ReadWrite);
  Workload python_{"python", "dict", "", "python", "", {}, {}, {}, 1e-5, {}};
  Workload gemm_{"linalg", "gemm", "", "native", "", {}, {}, {}, 1e-5, {}};
  Workload command_{"command", "run", "", "command", "", {}, {}, {}, 0, {}};
  int number_ = 0;
};

TEST_F(Paces, AreTheMediansOfTheSuitesGroups) {
  EXPECT_EQ(of_python(), 1);
  lived({{dict, 0.15}, {"linalg.gemm{n=8}", 0.05}});
  EXPECT_DOUBLE_EQ(of_python(), 1.5);
  EXPECT_DOUBLE_EQ(of(group("linalg.gemm{n=512}", gemm_)), 0.5);
  lived({{dict, 0.3}, {"python.call{n=100}", 0.2}});
  EXPECT_DOUBLE_EQ(of_python(), 2);
}

TEST_F(Paces, OfASuiteThatNeverRanAreThoseOfAll) {
  lived({{"python.a", 0.2}, {"python.b", 0.3}, {"memory.sort{n=10}", 0.4}});
  EXPECT_DOUBLE_EQ(of(group("linalg.gemm{n=512}", gemm_)), 3);
}

TEST_F(Paces, AreThoseOfTheLatestNineRuns) {
  lived({{dict, 0.3}});
  for (int i = 0; i < 4; ++i) lived({{dict, 0.2}});
  for (int i = 0; i < 5; ++i) lived({{dict, 0.12}});
  EXPECT_DOUBLE_EQ(of_python(), 1.2);
}

TEST_F(Paces, LeaveOutWhatTellsNothingOfThem) {
  lived({{dict, 0.3}}, [](RunRow& run) { run.host["name"] = "two"; });
  lived({{dict, 0.3}}, [](RunRow& run) { run.host["load"] = nullptr; });
  lived({{dict, 0.3}}, [](RunRow& run) { run.study.erase(kForetold); });
  lived({{dict, 0.3}}, [](RunRow& run) { run.study[kForetold][dict] = 0; });
  lived({{dict, 0.3}}, {}, Outcome::Crashed);
  EXPECT_EQ(of_python(), 1);
}

TEST_F(Paces, OfCommandsAreUnknown) {
  lived({{"command.run", 0.3}, {dict, 0.3}});
  EXPECT_EQ(of(group("command.run", command_)), 1);
}

TEST_F(Paces, AreWithinReason) {
  lived({{dict, 100}});
  EXPECT_EQ(of_python(), 8);
  for (int i = 0; i < 2; ++i) lived({{dict, 0.001}});
  EXPECT_EQ(of_python(), 0.25);
}

TEST_F(Paces, LengthenWhatIsForetoldWithinTheTimeLimit) {
  Plan plan;
  plan.groups = {group(dict, python_), group("linalg.gemm{n=8}", gemm_)};
  plan.study.decision.bouts = 9;
  const double python = 0.1 + 60 * 1.1e-3, native = 0.01 + 60 * 1.1e-3;
  const Json expected = {{dict, python}, {"linalg.gemm{n=8}", native}};
  EXPECT_EQ(foretold(plan), expected);
  const Pace pace = [&](const Group& group) { return group.workload == &python_ ? 2.0 : 0.5; };
  keep_pace(plan, pace);
  EXPECT_NEAR(plan.needed_seconds, 10 * 2 * (2 * python + native / 2), 1e-9);
  EXPECT_EQ(plan.estimated_seconds, plan.needed_seconds);
  plan.study.decision.max_seconds = 3;
  keep_pace(plan, pace);
  EXPECT_EQ(plan.estimated_seconds, 3);
}

TEST_F(Paces, OfCommandsAreNoForecast) {
  Plan plan;
  plan.groups = {group(dict, python_)};
  EXPECT_EQ(forecast_condition(plan), "");
  plan.groups.push_back(group("command.run", command_));
  EXPECT_EQ(forecast_condition(plan), " where a command takes 0.1 s at most");
  EXPECT_FALSE(foretold(plan).contains("command.run"));
}

}  // namespace
}  // namespace assay

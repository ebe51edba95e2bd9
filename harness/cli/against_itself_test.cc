#include <gmock/gmock.h>

#include "harness/cli/against_itself_plans.h"
#include "harness/cli/store_lock.h"
#include "harness/cli/testing.h"
#include "harness/core/json.h"

namespace assay {
namespace {

using assay::testing::Answer;
using assay::testing::Words;
using ::testing::HasSubstr;

/// `assay doctor --aa` on a simulated machine, of which every number is known.
class AgainstItself : public assay::testing::Typed {
 protected:
  /// The time limit is far away: the number of comparisons ends it.
  Answer compare(int comparisons, int seed = 7) const {
    return simulated({"doctor", "--aa", "--workload", "command.run", "--set", "command=true", "--comparisons",
                      std::to_string(comparisons), "--max-time", "1h", "--json", "--seed", std::to_string(seed)});
  }
};

constexpr const char* equals = "[[cell]]\nseconds = 0.02\nprocess_noise = 0.007\n";

TEST_F(AgainstItself, EqualsAreSeldomCalledChanged) {
  world(equals);
  const Answer answer = compare(120);
  EXPECT_EQ(answer.status, Exit::Fine) << answer.err;
  const Json json = Json::parse(answer.out);
  const Json pooled = json["aa"]["pooled"];
  EXPECT_EQ(pooled["comparisons"], 120);
  EXPECT_LE(pooled["changed"], 6);  // 5 % by construction
  EXPECT_GE(pooled["same"], 110);
  EXPECT_EQ(json["aa"]["workloads"][0]["workload"], "command.run");
  EXPECT_EQ(json["host_record"]["comparisons"], 120);
  EXPECT_EQ(json["host_record"]["false"], pooled["changed"]);
}

TEST_F(AgainstItself, ADifferenceBetweenTheSidesIsNotHidden) {
  world("[[cell]]\nmatch = {side = \"b\"}\nseconds = 0.021\nprocess_noise = 0.007\n" + std::string(equals));
  const Json json = Json::parse(compare(20).out);
  EXPECT_EQ(json["aa"]["pooled"]["changed"], 20);
  EXPECT_EQ(json["host_record"]["upper_percent"], 100);
}

TEST_F(AgainstItself, ARunThatAnotherProcessIsMeasuringIsLeftToIt) {
  world(equals);
  compare(1);
  const std::string run = store().runs()->front().id;
  ASSERT_TRUE(store(Store::Access::ReadWrite).finish_run(run, "interrupted", 1));
  const auto other = StoreLock::of_run(path("test.db"), run);  // as another process would hold it
  const Answer answer = compare(1);
  EXPECT_EQ(answer.status, Exit::Fine) << answer.err;
  const auto runs = *store().runs();
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].state, "finished");
  EXPECT_EQ(runs[1].state, "interrupted");
}

TEST_F(AgainstItself, RunsAreStoredOneByOneAndAddUp) {
  world(equals);
  compare(2);
  const Json again = Json::parse(compare(3, 8).out);
  EXPECT_EQ(again["aa"]["pooled"]["comparisons"], 3);
  EXPECT_EQ(again["host_record"]["comparisons"], 5);
  const auto runs = *store().runs();
  ASSERT_EQ(runs.size(), 5u);
  EXPECT_EQ(runs[0].kind, "aa");
  EXPECT_EQ(runs[0].title, "A against A: command.run");
  EXPECT_FALSE(runs[0].subjects.contains("side"));
  EXPECT_NE(runs[0].seed, runs[1].seed);
  const auto cells = *store().cells(runs[0].id);
  ASSERT_EQ(cells.size(), 2u);
  Configuration a = cells[0].cell.configuration, b = cells[1].cell.configuration;
  EXPECT_EQ(a.extract("side").mapped(), "a");
  EXPECT_EQ(b.extract("side").mapped(), "b");
  EXPECT_EQ(a, b);
}

TEST_F(AgainstItself, TheFirstComparisonIsMadeThoughItMayTakeLonger) {
  world(equals);
  const Answer answer = simulated({"doctor", "--aa", "--workload", "command.run", "--set", "command=true",
                                   "--comparisons", "1", "--max-time", "1ms", "--json", "--seed", "7"});
  EXPECT_EQ(answer.status, Exit::Fine) << answer.err;
  const Json json = Json::parse(answer.out);
  EXPECT_EQ(json["aa"]["pooled"]["comparisons"], 1);
  EXPECT_EQ(json["aa"]["workloads"][0]["comparisons"], 1);
  EXPECT_EQ(json["host_record"]["comparisons"], 1);
}

TEST_F(AgainstItself, EachComparisonHasTurnsOfItsOwn) {
  world(equals);
  compare(3);
  std::vector<std::uint64_t> seeds;
  const auto runs = sound(store().runs());
  for (const RunRow& run : runs) seeds.insert(seeds.begin(), run.seed);
  EXPECT_EQ(seeds, (std::vector<std::uint64_t>{self_test_seed(7, "command.run", 0), self_test_seed(7, "command.run", 1),
                                               self_test_seed(7, "command.run", 2)}));
}

TEST_F(AgainstItself, TheSameSeedGivesTheSameSchedule) {
  EXPECT_EQ(self_test_seed(7, "python.call", 3), self_test_seed(7, "python.call", 3));
  EXPECT_NE(self_test_seed(7, "python.call", 3), self_test_seed(7, "python.call", 4));
  EXPECT_NE(self_test_seed(7, "python.call", 3), self_test_seed(7, "python.dict", 3));
  EXPECT_NE(self_test_seed(7, "python.call", 3), self_test_seed(8, "python.call", 3));
}

TEST_F(AgainstItself, IsForeseenByTheLongestComparison) {
  const std::vector<double> own = {2, 9, 3};
  EXPECT_EQ(foreseen_seconds(own, 20, 5), 9);
  EXPECT_EQ(foreseen_seconds({}, 20, 5), 20);
  EXPECT_EQ(foreseen_seconds({}, 0, 5), 5);
}

TEST_F(AgainstItself, WhatCannotBeMeasuredIsNotTriedForEver) {
  world("[[cell]]\nseconds = 0.02\n[[cell.fail]]\ndetail = \"ended by SIGSEGV\"\n");
  const Answer answer = compare(50);
  EXPECT_EQ(answer.status, Exit::Nothing);
  const Json pooled = Json::parse(answer.out)["aa"]["pooled"];
  EXPECT_EQ(pooled["failed"], 3);
  EXPECT_EQ(pooled["comparisons"], 0);
  EXPECT_EQ(pooled["false_positive"], nullptr) << "no percent of nothing";
  EXPECT_EQ(Json::parse(answer.out)["host_record"], nullptr);
}

TEST_F(AgainstItself, ANoisyMachineSaysSo) {
  world("[[cell]]\nseconds = 0.02\nprocess_noise = 0.3\n");
  const Answer answer = compare(5);
  EXPECT_EQ(answer.status, Exit::Nothing);
  EXPECT_EQ(Json::parse(answer.out)["aa"]["pooled"]["noisy"], 5);
}

TEST_F(AgainstItself, StandsUnderLaterVerdictsOfThisHost) {
  world(equals);
  compare(20);
  const Words ab = {"ab", "--command", "true", "true b", "--quiet"};
  EXPECT_THAT(simulated(ab).out,
              HasSubstr("\n  this host: 0 false of 20, ≤ 13.9 % (a thing against itself: assay doctor --aa)\n"));
  EXPECT_EQ(Json::parse(simulated(ab, {"--care", "1 %", "--json"}).out)["host_record"], nullptr);  // another rule
}

TEST_F(AgainstItself, ItsOptionsNeedIt) {
  const Answer answer = stored({"doctor", "--workload", "python.call"});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_EQ(answer.err, "assay doctor: --workload requires --aa; 'assay doctor --help' shows what it takes\n");
}

TEST_F(AgainstItself, NoComparisonsAreRefused) {
  for (const char* count : {"0", "-1", "2.5", "many"}) {
    const Answer answer = stored({"doctor", "--aa", "--comparisons", count});
    EXPECT_EQ(answer.status, Exit::Usage);
    EXPECT_EQ(answer.err, "assay doctor: --comparisons: \"" + std::string(count) +
                              "\" is no number of comparisons, from 1 on; 'assay doctor --help' shows what it takes\n");
  }
}

TEST_F(AgainstItself, SaysWhatIsWrongWithItsTime) {
  world(equals);
  const Answer answer = stored({"doctor", "--aa", "--max-time", "soon"});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_THAT(answer.err, HasSubstr("--max-time: "));
}

}  // namespace
}  // namespace assay

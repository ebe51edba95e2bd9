#include "harness/cli/live.h"

#include <gmock/gmock.h>

#include "harness/cli/testing.h"
#include "harness/core/json.h"

namespace assay {
namespace {

using assay::testing::Answer;
using assay::testing::Words;
using ::testing::HasSubstr;

class Live : public assay::testing::Typed {
 protected:
  Answer compare(const Words& more = {}) const {
    return simulated({"ab", "--command", "true", "true b", "--json", "--seed", "7"}, more);
  }
};

std::string two_sides(double seconds, const std::string& more = {}) {
  return "[[cell]]\nmatch = {command = \"true b\"}\nseconds = " + std::to_string(seconds) + "\n" + more +
         "[[cell]]\nseconds = 0.02\n";
}

TEST_F(Live, AChangeIsFine) {
  world(two_sides(0.022));
  const Answer answer = compare();
  EXPECT_EQ(answer.status, Exit::Fine) << answer.err;
  const Json json = Json::parse(answer.out);
  EXPECT_EQ(json["command"], "ab");
  EXPECT_EQ(json["seed"], 7);
  const Json comparison = json["comparisons"].at(0);
  EXPECT_EQ(comparison["workload"], "command.run");
  EXPECT_EQ(comparison["verdict"], "changed");
  EXPECT_NEAR(comparison["effect"]["percent"].get<double>(), 10, 1);
  EXPECT_EQ(comparison["mode"], "shared-cpu");
  EXPECT_EQ(comparison["b"]["command"], "true b");
}

/// Two factors of 10 and 5 %, and 14.3 % more where both come together.
TEST_F(Live, AStudyOfTwoFactorsIsExplained) {
  const auto entry = [](const std::string& match, double seconds) {
    return "[[cell]]\nmatch = {" + match + "}\nseconds = " + std::to_string(seconds) + "\nprocess_noise = 0.003\n";
  };
  world(entry("command = \"true b\", \"env.X\" = \"2\"", 0.0264) + entry("command = \"true b\"", 0.022) +
        entry("\"env.X\" = \"2\"", 0.021) + entry("command = \"true a\"", 0.02));
  const Answer answer =
      simulated({"run", "--workload", "command.run", "--factor", "command=true a", "--factor", "command=true b",
                 "--factor", "env.X=1", "--factor", "env.X=2", "--json", "--seed", "7"});
  EXPECT_EQ(answer.status, Exit::Fine) << answer.err;
  const Json explained = Json::parse(answer.out)["explained"].at(0);
  EXPECT_EQ(explained["factors"].dump(), R"(["command","env.X"])");
  const std::vector<double> expected = {17.6, 12.25, 14.29};  // sqrt(1.1 * 1.257), sqrt(1.05 * 1.2), 1.257 / 1.1
  double shares = explained["higher_order"].get<double>() + explained["bout_to_bout"].get<double>();
  for (std::size_t term = 0; term < expected.size(); ++term) {
    const Json effect = explained["terms"].at(term)["effects"].at(0)["effect"];
    EXPECT_LT(effect["low"].get<double>(), expected[term]);
    EXPECT_GT(effect["high"].get<double>(), expected[term]);
    shares += explained["terms"].at(term)["share"].get<double>();
  }
  EXPECT_NEAR(shares, 1, 1e-9);
  EXPECT_LT(explained["bout_to_bout"].get<double>(), 0.01);
}

TEST_F(Live, SaysBeforeMeasuringWhatAndHowLong) {
  world(two_sides(0.022));
  EXPECT_THAT(compare().err, HasSubstr("2 cells in 1 group, about "));
}

TEST_F(Live, QuietSaysOnlyTheAnswer) {
  world(two_sides(0.022));
  EXPECT_EQ(compare({"--quiet"}).err, "");
}

TEST_F(Live, TooMuchNoiseDecidesNothing) {
  world("[[cell]]\nseconds = 0.02\nprocess_noise = 0.3\n");
  const Answer answer = compare();
  EXPECT_EQ(answer.status, Exit::Nothing);
  EXPECT_EQ(Json::parse(answer.out)["comparisons"].at(0)["verdict"], "noisy");
}

TEST_F(Live, AFailedSideIsAnOutcome) {
  world(two_sides(0.02, "[[cell.fail]]\ndetail = \"ended by SIGSEGV\"\n"));
  const Answer answer = compare();
  EXPECT_EQ(answer.status, Exit::Nothing);
  const Json comparison = Json::parse(answer.out)["comparisons"].at(0);
  EXPECT_EQ(comparison["verdict"], "failed");
  EXPECT_EQ(comparison["outcome"], "crashed");
  EXPECT_EQ(comparison["detail"], "ended by SIGSEGV");
  EXPECT_THAT(answer.err, HasSubstr("crashed: ended by SIGSEGV; it is tried once more\n"));
}

TEST_F(Live, RunMeasuresOneConfiguration) {
  world("[[cell]]\nseconds = 0.02\n");
  const Answer answer = simulated({"run", "--workload", "command.run", "--set", "command=true", "--json"});
  EXPECT_EQ(answer.status, Exit::Fine) << answer.err;
  const Json cell = Json::parse(answer.out)["cells"].at(0);
  EXPECT_EQ(cell["outcome"], "measured");
  EXPECT_NEAR(cell["seconds"]["median"].get<double>(), 0.02, 0.001);
}

TEST_F(Live, ARunThatHadTimeForOneBoutOfTwoSidesSaysWhatItNeeds) {
  world("[[cell]]\nseconds = 0.4\n");
  const auto run = [&](const std::string& limit) {
    return simulated({"run", "--workload", "command.run", "--factor", "command=true", "--factor", "command=true b",
                      "--json", "--max-time", limit});
  };
  const Answer one = run("6s");
  EXPECT_EQ(one.status, Exit::Fine) << one.err;  // its cells have a time
  EXPECT_EQ(Json::parse(one.out)["effects"].at(0)["why"],
            "max-time 6s left 1 s, too few for its next bout (about 5 s; 6 take about 30 s): 1 of at least 6 bouts");
  EXPECT_EQ(run("11s").status, Exit::Fine);
}

TEST_F(Live, AFinishedRunIsNotContinued) {
  world(two_sides(0.022));
  compare();
  compare();
  EXPECT_EQ(store().runs()->size(), 2u);
}

TEST_F(Live, MoreTimeMayBeGiven) {
  world(two_sides(0.0202, "process_noise = 0.01\n"));
  const Answer short_of_time = compare({"--max-time", "5s", "--care", "1 %"});
  const Json first = Json::parse(short_of_time.out)["comparisons"].at(0);
  EXPECT_EQ(first["verdict"], "undecided");
  EXPECT_THAT(first["why"].get<std::string>(), HasSubstr("max-time 5s was up"));
  const std::string id = store().runs()->front().id;
  const Answer longer = compare({"--max-time", "1h", "--care", "1 %", "--resume", id});
  EXPECT_EQ(longer.status, Exit::Fine) << longer.err;
  const Json decided = Json::parse(longer.out)["comparisons"].at(0);
  EXPECT_EQ(decided["verdict"], "changed");
  EXPECT_GT(decided["pairs"], first["pairs"]);
  EXPECT_EQ(store().runs()->size(), 1U);
}

TEST_F(Live, AnUnknownRunIsAnswered) {
  world(two_sides(0.022));
  const Answer answer = compare({"--resume", "20200101-000000-00000000"});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_THAT(answer.err, HasSubstr("--resume: unknown run \"20200101-000000-00000000\""));
}

TEST_F(Live, OfOtherCellsCannotBeResumed) {
  world(two_sides(0.022));
  compare();
  const std::string id = store().runs()->front().id;
  const Answer answer = simulated({"run", "--workload", "command.run", "--set", "command=true", "--resume", id});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_EQ(answer.err,
            "--resume: run " + id + " measures other cells than this command; 'assay show " + id + "' lists them\n");
}

TEST_F(Live, AbWithoutSidesSaysWhatIsMissing) {
  world("");
  const Answer answer = simulated({"ab", "--workload", "command.run"});
  EXPECT_EQ(answer.status, Exit::Usage);
  EXPECT_EQ(answer.err,
            "assay ab: nothing to compare; mention a key twice, as in blas=openblas-pthread blas=blis-pthread, or give "
            "--command A B\n");
}

}  // namespace
}  // namespace assay

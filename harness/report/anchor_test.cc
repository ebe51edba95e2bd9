#include "harness/report/anchor.h"

#include <gmock/gmock.h>

#include "results/testing.h"

namespace assay {
namespace {

using assay::testing::Folder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Json subjects(const std::string& version, const std::string& path = "/usr/bin/python3") {
  return {{"python",
           {{"python3", {{"executable", path}, {"version", version}, {"facts", {{"prefix", path}, {"pie", true}}}}}}}};
}

std::vector<RunCell> cells(const std::string& level = "python3") {
  RunCell anchor{{"x.y", {}, {{"python", level}, {"threads", "1"}}}, "x.y", true, false};
  RunCell other = anchor;
  other.cell.configuration["python"] = "python3.13";
  other.baseline = false;
  return {other, anchor};
}

Anchor anchor(const Json& of, const std::string& level = "python3") {
  return anchor_of(cells(level), of);
}

TEST(AnchorOf, IsWhatTheBaselinesName) {
  const Anchor found = anchor(subjects("3.11.2"));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found.at("python").level, "python3");
  EXPECT_EQ(found.at("python").facts.dump(), R"({"version":"3.11.2","facts":{"pie":true}})");
  EXPECT_EQ(found.at("threads").level, "1");
  EXPECT_TRUE(found.at("threads").facts.is_null());
  EXPECT_TRUE(anchor(nullptr).at("python").facts.is_null());
}

TEST(DigestOf, KnowsAThingWhereverItLies) {
  const std::string digest = digest_of(anchor(subjects("3.11.2")).at("python"));
  EXPECT_EQ(digest.size(), 16U);
  EXPECT_EQ(digest_of(anchor(subjects("3.11.2", "/opt/anchor/bin/python3")).at("python")), digest);
  EXPECT_NE(digest_of(anchor(subjects("3.11.4")).at("python")), digest);
  EXPECT_EQ(digest_of(anchor(subjects("3.11.2")).at("threads")), "");
}

TEST(Differences, AreTheFactsThatDiffer) {
  EXPECT_THAT(differences(anchor(subjects("3.11.2")), anchor(subjects("3.11.2", "/elsewhere"))), IsEmpty());
  EXPECT_THAT(differences(anchor(subjects("3.11.2")), anchor(subjects("3.11.4"))),
              ElementsAre("of python=python3, version was \"3.11.2\" and is \"3.11.4\""));
  EXPECT_THAT(differences(anchor(subjects("3.11.2")), anchor(subjects("3.11.2"), "python3.12")),
              ElementsAre("it was python=python3 and is python=python3.12"));
  EXPECT_THAT(
      differences(anchor(nullptr), anchor(subjects("3.11.2"))),
      ElementsAre(
          "of python=python3, what is known was null and is {\"version\":\"3.11.2\",\"facts\":{\"pie\":true}}"));
}

TEST(Differences, APathIsToldByWhatItNames) {
  const auto at = [](const std::string& path, const std::string& version) {
    return anchor({{"python", {{path, subjects(version)["python"]["python3"]}}}}, path);
  };
  EXPECT_THAT(differences(at("/a/python3", "3.11.2"), at("/b/python3", "3.11.2")), IsEmpty());
  EXPECT_THAT(differences(at("/a/python3", "3.11.2"), at("/b/python3", "3.11.4")),
              ElementsAre("of python=/b/python3, version was \"3.11.2\" and is \"3.11.4\""));
  EXPECT_THAT(differences(at("/a/python3", "3.11.2"), anchor(subjects("3.11.2"))),
              ElementsAre("it was python=/a/python3 and is python=python3"));
}

TEST(Differences, AreShownShortened) {
  Json then = subjects("3.11.2"), now = then;
  for (int i = 0; i < 5; ++i) now["python"]["python3"]["facts"]["f" + std::to_string(i)] = std::string(100, 'x');
  const auto told = differences(anchor(then), anchor(now));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0], ::testing::StartsWith("of python=python3, facts.f0 was null and is \"xxxxx"));
  EXPECT_THAT(told[0], ::testing::EndsWith("x… and 2 more"));
  EXPECT_LT(told[0].size(), 400U);
}

TEST(Differences, WorkloadsMayComeAndGo) {
  Anchor then = anchor(subjects("3.11.2"));
  then["blas"] = {"openblas", nullptr};
  EXPECT_THAT(differences(then, anchor(subjects("3.11.2"))), IsEmpty());
  EXPECT_THAT(differences(anchor(subjects("3.11.2")), then), IsEmpty());
}

std::vector<RunCell> of_group(const std::string& group, const Configuration& configuration) {
  return {{{group, {}, configuration}, group, true, false}, {{group, {}, {{"side", "b"}}}, group, false, false}};
}

TEST(Differences, AreToldWorkloadByWorkload) {
  const auto told = [](const std::vector<RunCell>& then, const std::vector<RunCell>& now) {
    return differences(AnchorCells{then, Json()}, AnchorCells{now, Json()});
  };
  const auto plain = of_group("x.a", {{"threads", "1"}});
  const auto steered = of_group("x.a", {{"threads", "1"}, {"env.ARENAS", "4"}});
  EXPECT_THAT(told(plain, plain), IsEmpty());
  EXPECT_THAT(told(steered, plain), ElementsAre("it was env.ARENAS=4 and is without env.ARENAS"));
  EXPECT_THAT(told(plain, steered), ElementsAre("it was without env.ARENAS and is env.ARENAS=4"));
  std::vector<RunCell> two = plain;
  for (const RunCell& each : of_group("x.b", {{"threads", "2"}})) two.push_back(each);
  EXPECT_THAT(told(two, of_group("x.b", {{"threads", "3"}})), ElementsAre("it was threads=2 and is threads=3"));
  EXPECT_THAT(told(plain, of_group("x.c", {{"env.ARENAS", "4"}})), IsEmpty()) << "workloads come and go";
  EXPECT_THAT(told(plain, of_group("x.c", {{"threads", "2"}})), ElementsAre("it was threads=1 and is threads=2"));
}

/// A store with gates of the past.
class CheckAnchor : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = Store::open(folder_ / "a.db", Store::Access::ReadWrite);
    ASSERT_TRUE(store) << to_string(store.error());
    store_ = std::make_unique<Store>(std::move(*store));
  }

  static RunRow row(const std::string& id, const std::string& version, double started) {
    RunRow run = assay::testing::run(id);
    run.kind = "gate";
    run.subjects = subjects(version);
    run.started = started;
    return run;
  }

  void store(const RunRow& run) { ASSERT_TRUE(store_->begin_run(run, cells())); }

  AnchorCheck check(const RunRow& run, const std::map<std::string, std::string>& digests = {}) {
    return *check_anchor(*store_, run, cells(), digests);
  }

  Folder folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(CheckAnchor, TheFirstIsRecorded) {
  const AnchorCheck first = check(row("r1", "3.11.2", 100));
  EXPECT_THAT(first.problems, IsEmpty());
  EXPECT_EQ(first.note["run_before"], nullptr);
  EXPECT_EQ(first.note["levels"].dump(), R"({"python":"python3","threads":"1"})");
  EXPECT_EQ(first.note["digests"].size(), 1U);
}

TEST_F(CheckAnchor, IsHeldAgainstTheNewestGateOfTheStudyAndHost) {
  store(row("r1", "3.11.1", 100));
  store(row("r2", "3.11.2", 200));
  for (const auto& change : std::vector<std::function<void(RunRow&)>>{
           [](RunRow& run) { run.kind = "run"; }, [](RunRow& run) { run.title = "another"; },
           [](RunRow& run) { run.host["id"] = "elsewhere"; }}) {
    static int number = 3;
    RunRow other = row("r" + std::to_string(number++), "3.11.9", 300);
    change(other);
    store(other);
  }
  EXPECT_THAT(check(row("r9", "3.11.2", 900)).problems, IsEmpty());
  const AnchorCheck other = check(row("r9", "3.11.4", 900));
  EXPECT_THAT(other.problems, ElementsAre("of python=python3, version was \"3.11.2\" and is \"3.11.4\" (run r2)"));
  EXPECT_EQ(other.note["run_before"], "r2");
  EXPECT_EQ(other.note["differences"].size(), 1U);
}

/// A runner that is made anew for each job has another name each time.
TEST_F(CheckAnchor, IsHeldAgainstTheGateOfAnotherMachineOfThisKind) {
  store(row("r1", "3.11.2", 100));
  RunRow run = row("r2", "3.11.4", 200);
  run.host["name"] = "runner-2";
  EXPECT_EQ(check(run).note["run_before"], "r1");
}

TEST_F(CheckAnchor, IsHeldAgainstTheDigestsOfTheStudyOnAnyHost) {
  const RunRow run = row("r1", "3.11.2", 100);
  const std::string digest = check(run).note["digests"]["python"];
  EXPECT_THAT(check(run, {{"python", digest}}).problems, IsEmpty());
  EXPECT_THAT(check(run, {{"python", "0123456789abcdef"}, {"threads", "0"}, {"blas", "1"}}).problems,
              ElementsAre("blas names nothing that has a digest, and the study states 1",
                          "python=python3 has the digest " + digest + ", and the study states 0123456789abcdef",
                          "threads=1 names nothing that has a digest, and the study states 0"));
}

}  // namespace
}  // namespace assay

#include "harness/plan/plan.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "harness/core/near_names.h"
#include "harness/factors/factor.h"
#include "harness/plan/estimate.h"
#include "harness/plan/random.h"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Factors of an imagined world, so that nothing here depends on what is installed: `maker=own` brings `polish`,
/// `maker=plain` blocks `crew`, `maker=absent` is not installed.
class Made final : public Factor {
 public:
  Made(std::string name, std::string standard, std::vector<std::string> known)
      : name_(std::move(name)), standard_(std::move(standard)), known_(std::move(known)) {}
  std::string name() const override { return name_; }
  std::string about() const override { return {}; }
  std::string value() const override { return {}; }
  int rank() const override { return 50; }
  std::optional<std::string> standard() const override { return standard_; }
  std::vector<std::string> known() const override { return known_; }
  Result<std::string> check(const std::string& level) const override {
    if (level == "absent") return fail(fmt::format("{} \"absent\" is not here", name_), {}, "apt install absent");
    if (known_.empty() || std::ranges::count(known_, level) > 0) return level;
    return fail(fmt::format("unknown {} \"{}\"", name_, level), {}, hint_for(level, known_));
  }
  std::vector<std::string> brings(const std::string& level) const override {
    return level == "own" ? std::vector<std::string>{"polish"} : std::vector<std::string>{};
  }
  std::map<std::string, std::string> blocks(const std::string& level) const override {
    if (level == "plain") return {{"threads", "which has one"}};
    if (level == "e") return {{"polish", "which is a language"}};
    if (level == "bought") return {{"polish", "which is finished already; make it: maker=own"}};
    return {};
  }
  Result<void> apply(const std::string&, Draft&) const override { return {}; }

 private:
  std::string name_, standard_;
  std::vector<std::string> known_;
};

const FactorRegistration maker(std::make_unique<Made>("maker", "bought",
                                                      std::vector<std::string>{"bought", "own", "plain"}));
const FactorRegistration polish(std::make_unique<Made>("polish", "matt", std::vector<std::string>{}));
const FactorRegistration tongue(std::make_unique<Made>("tongue", "c", std::vector<std::string>{"c", "d", "e"}));

Catalog catalog() {
  Workload cut{"wood", "cut", "", "native", "", {}, {"maker", "threads"}, {}, 0, {}};
  cut.parameters["n"] = {"8", {}, "integer", ""};
  Workload talk{"words", "talk", "", "cpython", "", {}, {"tongue"}, {}, 0, {}};
  Workload lost{"words", "lost", "", "cpython", "", {}, {"tongue"}, {}, 0, "its module is not installed"};
  Workload run{"command", "run", "", "command", "", {}, {"command"}, {}, 0, {}};
  return Catalog({cut, talk, lost, run});
}

FactorLevels levels(const std::string& factor, const std::vector<std::string>& values) {
  FactorLevels f{{factor, "s:" + factor}, {}};
  for (const std::string& value : values) f.levels.push_back({value, "s:" + value});
  return f;
}

Study study(const std::vector<std::string>& workloads, std::vector<FactorLevels> factors) {
  Study s;
  for (const std::string& w : workloads) s.workloads.push_back({w, "s:" + w});
  s.factors = std::move(factors);
  return s;
}

Checked<Plan> plan(const Study& s, bool skip_missing = false, int cpus = 4) {
  static const Catalog known = catalog();
  return make_plan(s, known, HostView{cpus}, PlanOptions{7, skip_missing});
}

std::vector<std::string> errors_of(const Study& s) {
  std::vector<std::string> all;
  const auto planned = plan(s);
  if (planned) return {"no error"};
  for (const Error& error : planned.error()) all.push_back(to_string(error));
  return all;
}

/// The configurations of a group, without the runner that reaches everything.
std::vector<std::string> configurations(const Group& group) {
  std::vector<std::string> all;
  for (Cell cell : group.cells) {
    EXPECT_EQ(cell.configuration["runner"], "local");
    cell.configuration.erase("runner");
    all.push_back(to_string(cell.configuration));
  }
  return all;
}

TEST(MakePlan, FillsInTheStandardLevels) {
  const auto planned = plan(study({"wood.cut"}, {}));
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  ASSERT_EQ(planned->groups.size(), 1u);
  EXPECT_EQ(planned->groups[0].id, "wood.cut{n=8}");
  EXPECT_THAT(configurations(planned->groups[0]), ElementsAre("maker=bought threads=1"));
  EXPECT_EQ(planned->seed, 7u);
  EXPECT_THAT(planned->notes, IsEmpty());
}

TEST(MakePlan, MultipliesFactorsWithTheFirstLevelsAsBaseline) {
  const auto planned =
      plan(study({"wood.cut{n=8,16}"}, {levels("maker", {"bought", "own"}), levels("threads", {"2", "1"})}));
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  EXPECT_EQ(planned->cells(), 8u);
  EXPECT_EQ(planned->groups[1].id, "wood.cut{n=16}");
  EXPECT_THAT(configurations(planned->groups[0]),
              ElementsAre("maker=bought threads=2", "maker=bought threads=1", "maker=own polish=matt threads=2",
                          "maker=own polish=matt threads=1"));
}

TEST(MakePlan, LetsALevelBringAFactorAndDropsItElsewhere) {
  const auto planned =
      plan(study({"wood.cut"}, {levels("maker", {"bought", "own"}), levels("polish", {"matt", "gloss"})}));
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  EXPECT_THAT(
      configurations(planned->groups[0]),
      ElementsAre("maker=bought threads=1", "maker=own polish=matt threads=1", "maker=own polish=gloss threads=1"));
  EXPECT_THAT(planned->notes, ElementsAre("polish does not reach wood.cut with maker=bought, which is finished "
                                          "already; make it: maker=own: dropped there"));
}

TEST(MakePlan, LetsALevelBlockAFactorAndMeasuresEqualCellsOnce) {
  const auto planned = plan(study({"wood.cut"}, {levels("maker", {"plain", "own"}), levels("threads", {"1", "2"})}));
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  EXPECT_THAT(configurations(planned->groups[0]),
              ElementsAre("maker=plain", "maker=own polish=matt threads=1", "maker=own polish=matt threads=2"));
  EXPECT_THAT(planned->notes,
              ElementsAre("threads do not reach wood.cut with maker=plain, which has one: dropped there"));
}

TEST(MakePlan, HoldsBothKindsOfWorkload) {
  const auto planned =
      plan(study({"wood.cut", "words.talk"}, {levels("tongue", {"c", "d"}), levels("maker", {"bought", "own"})}));
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  EXPECT_THAT(configurations(planned->groups[0]),
              ElementsAre("maker=bought threads=1", "maker=own polish=matt threads=1"));
  EXPECT_THAT(configurations(planned->groups[1]), ElementsAre("tongue=c", "tongue=d"));
  EXPECT_THAT(planned->notes, ElementsAre("tongue does not reach wood.cut: dropped there",
                                          "maker does not reach words.talk: dropped there"));
}

TEST(MakePlan, BlamesTheLevelOfTheWorkloadItself) {
  const auto planned =
      plan(study({"words.talk", "wood.cut"},
                 {levels("tongue", {"e"}), levels("maker", {"bought", "own"}), levels("polish", {"matt", "gloss"})}));
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  EXPECT_THAT(planned->notes, testing::Contains("polish does not reach wood.cut with maker=bought, which is finished "
                                                "already; make it: maker=own: dropped there"));
}

TEST(MakePlan, RefusesAFactorThatReachesNothing) {
  EXPECT_THAT(errors_of(study({"wood.cut"}, {levels("polish", {"matt", "gloss"})})),
              ElementsAre("s:polish: polish does not reach bought, which is finished already; make it: maker=own"));
  EXPECT_THAT(errors_of(study({"words.talk"}, {levels("threads", {"1", "2"})})),
              ElementsAre("s:threads: threads do not reach words.talk; they reach here: wood.cut"));
  EXPECT_THAT(errors_of(study({"words.talk"}, {levels("polish", {"matt", "gloss"})})),
              ElementsAre("s:polish: polish does not reach words.talk; it reaches cells with maker=own"));
}

TEST(MakePlan, ExcludesCombinationsAsWritten) {
  Study s = study({"wood.cut"}, {levels("maker", {"bought", "own"}), levels("threads", {"1", "2"})});
  s.exclude = {{levels("maker", {"own"}), levels("threads", {"2"})}};
  const auto planned = plan(s);
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  EXPECT_THAT(configurations(planned->groups[0]),
              ElementsAre("maker=bought threads=1", "maker=bought threads=2", "maker=own polish=matt threads=1"));
}

TEST(MakePlan, ExcludesALevelHoweverItIsSpelt) {
  Study s = study({"wood.cut"}, {levels("threads", {"1", "02"})});
  s.exclude = {{levels("threads", {"02"})}};
  const auto planned = plan(s);
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  EXPECT_THAT(configurations(planned->groups[0]), ElementsAre("maker=bought threads=1"));
}

TEST(MakePlan, PutsTheBaselineFirst) {
  Study s = study({"wood.cut"}, {levels("maker", {"bought", "own"}), levels("threads", {"1", "2"})});
  s.baseline = {{"maker", {"own", ""}}, {"threads", {"2", ""}}};
  const auto planned = plan(s);
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  EXPECT_THAT(configurations(planned->groups[0]),
              ElementsAre("maker=own polish=matt threads=2", "maker=bought threads=1", "maker=bought threads=2",
                          "maker=own polish=matt threads=1"));
  s.exclude = {{levels("maker", {"own"}), levels("threads", {"2"})}};
  const auto without = plan(s);
  ASSERT_TRUE(without) << to_string(without.error().front());
  EXPECT_THAT(without->notes,
              ElementsAre("the baseline is not among the cells of wood.cut{n=8}: compared with maker=own polish=matt "
                          "runner=local threads=1 instead"));
}

TEST(MakePlan, MeasuresAllThreadsOnceWhereTheyAreAsManyAsANumber) {
  const Study s = study({"wood.cut"}, {levels("threads", {"1", "2", "all"})});
  const auto two = plan(s, false, 2);
  ASSERT_TRUE(two) << to_string(two.error().front());
  EXPECT_THAT(configurations(two->groups[0]), ElementsAre("maker=bought threads=1", "maker=bought threads=2"));
  EXPECT_THAT(two->notes, ElementsAre("threads=all is threads=2 here: measured once"));
  EXPECT_EQ(plan(s, false, 4)->cells(), 3u);
}

/// An exclusion is of the level that it names; another one that is equal here stays.
TEST(MakePlan, ExcludesAllThreadsButNotTheirNumber) {
  Study s = study({"wood.cut"}, {levels("threads", {"1", "2", "all"})});
  s.exclude = {{levels("threads", {"all"})}};
  EXPECT_THAT(configurations(plan(s, false, 2)->groups[0]),
              ElementsAre("maker=bought threads=1", "maker=bought threads=2"));
  EXPECT_EQ(plan(s, false, 4)->cells(), 2u);
}

/// What is ignored is a result, and results are of the level that was measured.
TEST(MakePlan, IgnoresAllThreadsByTheirNumberWhereThatIsMeasured) {
  Study s = study({"wood.cut"}, {levels("threads", {"1", "2", "all"})});
  s.decision.rule = Rule::Gate;
  s.baseline = {{"threads", {"1", ""}}};
  s.gate.ignore = {{"s:1", {"wood.*", "s:1"}, {levels("threads", {"all"})}, "2027-01-31", "known"}};
  const auto two = plan(s, false, 2), four = plan(s, false, 4);
  ASSERT_TRUE(two) << to_string(two.error().front());
  ASSERT_TRUE(four) << to_string(four.error().front());
  EXPECT_THAT(two->ignores.at(0).where.at("threads"), ElementsAre("2"));
  EXPECT_THAT(four->ignores.at(0).where.at("threads"), ElementsAre("all"));
}

TEST(MakePlan, TellsAllThatIsWrongAtOnce) {
  EXPECT_THAT(
      errors_of(study({"wood.cutt", "words.*{n=1}"},
                      {levels("makr", {"own"}), levels("maker", {"own", "absent", "bougth"})})),
      ElementsAre("s:makr: unknown factor \"makr\"; " + hint_for("makr", factor_names()),
                  "s:absent: maker \"absent\" is not here; apt install absent",
                  "s:bougth: unknown maker \"bougth\"; did you mean \"bought\"? Known here: bought, own, plain",
                  "s:wood.cutt: unknown workload \"wood.cutt\"; did you mean \"wood.cut\"? Known here: wood.cut",
                  "s:words.*{n=1}: words.* has no parameter \"n\"; none is known here"));
}

TEST(MakePlan, TellsWhatIsWrongWithTheStudyByItselfToo) {
  const Errors of_study{{"\"soon\" is no duration", "s.toml:9:8", {}}, {"a workload without a name", "s:", {}}};
  Study s = study({"wood.cutt", ""}, {});
  s.workloads[0].place = "s.toml:12:1";
  const auto planned = make_plan(s, catalog(), HostView{2}, {}, of_study);
  ASSERT_FALSE(planned);
  std::vector<std::string> told;
  for (const Error& error : planned.error()) told.push_back(to_string(error));
  EXPECT_THAT(told, ElementsAre("s:: a workload without a name", "s.toml:9:8: \"soon\" is no duration",
                                "s.toml:12:1: unknown workload \"wood.cutt\"; did you mean \"wood.cut\"? Known here: "
                                "wood.cut"));
}

TEST(MakePlan, TakesNoKeysOfAFactor) {
  EXPECT_THAT(errors_of(study({"wood.cut"}, {levels("maker.a", {"1"})})),
              ElementsAre("s:maker.a: unknown factor \"maker.a\": maker takes levels and has no keys; name them: maker "
                          "= [\"A\", \"B\"] in a file, maker=A,B as an option"));
}

TEST(MakePlan, SkipsWhatIsMissingWhenAskedTo) {
  Study s = study({"wood.cut", "words.*"}, {levels("maker", {"absent", "own"})});
  const auto planned = plan(s, true);
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  EXPECT_THAT(configurations(planned->groups[0]), ElementsAre("maker=own polish=matt threads=1"));
  ASSERT_EQ(planned->skipped.size(), 2u);
  EXPECT_EQ(planned->skipped[0].cell.configuration.at("maker"), "absent");
  EXPECT_EQ(planned->skipped[0].reason, "maker \"absent\" is not here; apt install absent");
  EXPECT_EQ(planned->skipped[1].cell.workload, "words.lost");
  EXPECT_EQ(planned->skipped[1].reason, "its module is not installed");
}

TEST(MakePlan, IsNeverEmpty) {
  EXPECT_THAT(errors_of(study({"words.lost"}, {})),
              ElementsAre("nothing is left to measure; skipped: its module is not installed"));
  EXPECT_THAT(
      errors_of(study({"command.run"}, {})),
      ElementsAre("nothing is left to measure; skipped: no command is given (--command, or the factor command)"));
  Study s = study({"wood.cut"}, {levels("maker", {"own"})});
  s.exclude = {{levels("maker", {"own"})}};
  EXPECT_THAT(errors_of(s), ElementsAre("nothing is left to measure; the exclusions leave no cell"));
}

TEST(MakePlan, RefusesToCompareOneCell) {
  Study s = study({"wood.cut"}, {});
  s.decision.rule = Rule::Compare;
  EXPECT_THAT(errors_of(s),
              ElementsAre("there is nothing to compare: every workload has one cell; vary a factor that reaches them"));
}

TEST(MakePlan, TakesEachWorkloadOnce) {
  const auto planned = plan(study({"wood.*", "wood.cut{n=16,8}"}, {}));
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  ASSERT_EQ(planned->groups.size(), 2u);
  EXPECT_EQ(planned->groups[1].id, "wood.cut{n=16}");
}

TEST(MakePlan, HoldsTenThousandCells) {
  std::vector<std::string> crews, polishes;
  for (int i = 1; i <= 10; ++i) crews.push_back(std::to_string(i));
  for (int i = 1; i <= 10; ++i) polishes.push_back("p" + std::to_string(i));
  const auto planned = plan(
      study({"wood.cut{n=1..100}"}, {levels("maker", {"own"}), levels("env.CREW", crews), levels("polish", polishes)}),
      false, 64);
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  EXPECT_EQ(planned->cells(), 10'000u);
}

TEST(MakePlan, RefusesMillionsOfConfigurations) {
  std::vector<std::string> many;
  for (int i = 0; i < 1001; ++i) many.push_back("x" + std::to_string(i));
  Study s = study({"wood.cut"}, {levels("maker", {"own"}), levels("polish", many), levels("env.A", many)});
  EXPECT_THAT(errors_of(s), ElementsAre("the factors make more than 1000000 configurations of wood.cut; vary fewer "
                                        "factors at once, or split the study"));
}

TEST(MakePlan, EstimatesByBoutsAndBoundsByTime) {
  Study s = study({"wood.cut", "words.talk"}, {});
  s.decision.bouts = 9;
  // 10 bouts of 60 turns of 1.1 ms, after 10 ms (native) and 100 ms (CPython).
  EXPECT_NEAR(plan(s)->estimated_seconds, 10 * (0.066 + 0.01 + 0.066 + 0.1), 1e-9);
  s.decision.max_seconds = 1;
  EXPECT_EQ(plan(s)->estimated_seconds, 1);
}

TEST(MakePlan, EstimatesMoreForMoreWork) {
  Workload cut{"wood", "cut", "", "native", "", {}, {}, {}, 2e-3, {}};
  cut.parameters["n"] = {"8", {}, "integer", "", 3};
  Plan one;
  one.study.decision.bouts = 9;
  one.groups.push_back({});
  one.groups[0].workload = &cut;
  one.groups[0].cells = {{"wood.cut", {{"n", "8"}}, {}}};
  EXPECT_NEAR(estimate_seconds(one), 10 * (0.01 + 60 * 2e-3), 1e-9);
  one.groups[0].cells = {{"wood.cut", {{"n", "4"}}, {}}};
  EXPECT_NEAR(estimate_seconds(one), 10 * (0.01 + 60 * 1.1e-3), 1e-9);
  // 16 ms do not fit into turns: six units of 100 ms, half as much again while the slower side still measures.
  one.groups[0].cells = {{"wood.cut", {{"n", "16"}}, {}}};
  EXPECT_NEAR(estimate_seconds(one), 10 * (0.01 + 6 * 0.1 * 1.5), 1e-9);
}

/// Bouts as STATISTICS counts them: 10, 21 or 63 by the care; a tenth more where some of several will be confirmed.
TEST(MakePlan, EstimatesMoreBoutsForALesserCare) {
  Workload cut{"wood", "cut", "", "native", "", {}, {}, {}, 2e-3, {}};
  Plan one;
  one.study.decision.rule = Rule::Compare;
  one.groups.push_back({});
  one.groups[0].workload = &cut;
  one.groups[0].cells = {{"wood.cut", {}, {}}};
  const double bout = 0.01 + 60 * 2e-3;
  const auto bouts = [&](double care_percent) {
    one.study.decision.care_percent = care_percent;
    return estimate_seconds(one) / bout;
  };
  EXPECT_NEAR(bouts(2), 10, 1e-9);
  EXPECT_NEAR(bouts(1), 21, 1e-9);
  EXPECT_NEAR(bouts(0.5), 63, 1e-9);
  one.study.decision.width_percent = 2;  // of an interval, which is twice as wide as what is cared for
  EXPECT_NEAR(bouts(2), 21, 1e-9);
  one.groups[0].floor_percent = 2;
  EXPECT_NEAR(bouts(0.5), 10, 1e-9);
  one.groups.push_back(one.groups[0]);
  EXPECT_NEAR(bouts(2), 2 * 10 * 1.1, 1e-9);
  one.study.decision.rule = Rule::Estimate;  // confirms nothing
  EXPECT_NEAR(bouts(2), 2 * 10, 1e-9);
}

TEST(PassOrder, IsTheSameForASeedOnEveryMachine) {
  Plan p;
  p.groups.resize(8);
  p.seed = 7;
  EXPECT_THAT(pass_order(p, 0), testing::UnorderedElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  const auto first = pass_order(p, 0);
  EXPECT_EQ(pass_order(p, 0), first);
  EXPECT_NE(pass_order(p, 1), first);
  for (const std::uint64_t seed : {std::uint64_t{8}, 7 + (std::uint64_t{1} << 40)}) {
    p.seed = seed;
    EXPECT_NE(pass_order(p, 0), first) << seed;
  }
}

TEST(DrawBelow, DrawsEachValueEquallyOften) {
  std::mt19937_64 generator(1);
  std::vector<int> counts(3);
  for (int i = 0; i < 30'000; ++i) ++counts[draw_below(generator, 3)];
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 400);
  EXPECT_EQ(draw_below(generator, 1), 0u);
}

}  // namespace
}  // namespace assay

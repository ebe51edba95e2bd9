#include "harness/plan/gate.h"

#include <gmock/gmock.h>

#include "harness/factors/factor.h"

namespace assay {
namespace {

using testing::ElementsAre;

/// A factor of an imagined world: `gone` is not installed.
class Metal final : public Factor {
 public:
  std::string name() const override { return "metal"; }
  std::string about() const override { return {}; }
  std::string value() const override { return {}; }
  int rank() const override { return 50; }
  std::optional<std::string> standard() const override { return "iron"; }
  Result<std::string> check(const std::string& level) const override {
    if (level == "gone") return fail("metal \"gone\" is not here", {}, "apt install gone");
    return "stored-" + level;
  }
  Result<void> apply(const std::string&, Draft&) const override { return {}; }
};

const FactorRegistration metal(std::make_unique<Metal>());

Catalog catalog() {
  Workload bend{"shop", "bend", "", "native", "", {}, {"metal"}, {}, 0, {}};
  bend.parameters["n"] = {"8", {}, "integer", ""};
  bend.parameters["kind"] = {"cold", {}, "text", ""};
  const Workload talk{"words", "talk", "", "cpython", "", {"speech"}, {"metal"}, {}, 0, {}};
  const Workload lib{"words", "lib", "", "pyperformance", "", {}, {"metal"}, {}, 0, {}};
  return Catalog({bend, talk, lib});
}

Study study(const std::vector<std::string>& levels = {"iron", "gold"}) {
  Study s;
  s.path = "s.toml";
  s.workloads = {{"shop.bend{n=1..3}", "s:1"}, {"words.*", "s:2"}};
  s.factors = {{{"metal", "s:3"}, {}}};
  for (const std::string& level : levels) s.factors[0].levels.push_back({level, "s:" + level});
  s.baseline["metal"] = {levels.front(), "s:4"};
  s.decision.rule = Rule::Gate;
  return s;
}

Checked<Plan> plan(const Study& s, bool skip_missing = false) {
  static const Catalog known = catalog();
  return make_plan(s, known, HostView{4}, PlanOptions{7, skip_missing});
}

std::vector<std::string> floors(const Study& s) {
  const auto planned = plan(s);
  if (!planned) return {to_string(planned.error().front())};
  std::vector<std::string> all;
  for (const Group& group : planned->groups)
    all.push_back(group.id.substr(0, group.id.find('{')) + " " + std::to_string(*group.floor_percent).substr(0, 4));
  return all;
}

TEST(GatePlan, FloorsFollowTheKindWhereNothingIsSaid) {
  EXPECT_THAT(floors(study()),
              ElementsAre("shop.bend 1.00", "shop.bend 1.00", "shop.bend 1.00", "words.talk 0.50", "words.lib 0.50"));
}

TEST(GatePlan, TheLastPatternThatMatchesHolds) {
  Study s = study();
  s.gate.floor_percent = 3;
  s.gate.floors = {{{"shop.bend", "s:5"}, 4}, {{"shop.bend{n=2}", "s:6"}, 5}, {{"tag:speech", "s:7"}, 6}};
  EXPECT_THAT(floors(s),
              ElementsAre("shop.bend 4.00", "shop.bend 5.00", "shop.bend 4.00", "words.talk 6.00", "words.lib 3.00"));
}

TEST(GatePlan, CareIsAFloorWhereNoneIsStated) {
  Study s = study();
  s.decision.care_percent = 7;
  EXPECT_EQ(floors(s).front(), "shop.bend 1.00");
  s.decision.care_given = true;
  EXPECT_EQ(floors(s).front(), "shop.bend 7.00");
}

TEST(GatePlan, IsNothingWithoutAGate) {
  Study s = study();
  s.decision.rule = Rule::Compare;
  s.gate.ignore = {{"s:5", {"words.*", "s:5"}, {}, "2027-01-31", "known"}};
  const auto planned = plan(s);
  EXPECT_EQ(planned->groups[0].floor_percent, std::nullopt);
  EXPECT_TRUE(planned->ignores.empty());
}

TEST(GatePlan, IgnoreEntriesNameTheirGroups) {
  Study s = study();
  s.gate.ignore = {{"s:5", {"shop.bend{kind=cold}", "s:5"}, {{{"metal", "s:5"}, {{"gold", "s:5"}}}}, "2027-01-31", "a"},
                   {"s:6", {"shop.bend{n=77}", "s:6"}, {}, "2027-02-28", "b"}};
  const auto planned = plan(s);
  ASSERT_TRUE(planned) << to_string(planned.error().front());
  ASSERT_EQ(planned->ignores.size(), 2U);
  EXPECT_EQ(planned->ignores[0].groups.size(), 3U);
  EXPECT_THAT(planned->ignores[0].where.at("metal"), ElementsAre("stored-gold"));
  EXPECT_EQ(planned->ignores[0].until, "2027-01-31");
  EXPECT_TRUE(planned->ignores[1].groups.empty());
  EXPECT_THAT(planned->notes,
              ElementsAre("s:6 an ignore entry for \"shop.bend{n=77}\" is about no workload of this study"));
}

TEST(GatePlan, PatternsThatNobodyKnowsAreErrorsBesideAllOthers) {
  Study s = study();
  s.workloads.push_back({"words.tlak", "s:9"});
  s.gate.floors = {{{"shop.bent", "s:5"}, 4}, {{"shop.bend{m=2}", "s:6"}, 5}};
  s.gate.ignore = {{"s:7", {"shp.*", "s:7"}, {}, "2027-01-31", "a"}};
  const auto planned = plan(s);
  ASSERT_FALSE(planned);
  std::vector<std::string> all;
  for (const Error& error : planned.error()) all.push_back(to_string(error));
  EXPECT_THAT(all, ElementsAre("s:9: unknown workload \"words.tlak\"; did you mean \"words.talk\" or "
                               "\"words.lib\"? Known here: words.talk, words.lib",
                               "s:5: unknown workload \"shop.bent\"; did you mean \"shop.bend\"? Known here: "
                               "shop.bend",
                               "s:6: shop.bend has no parameter \"m\"; did you mean \"n\"? Known here: kind, n",
                               "s:7: no workload matches \"shp.*\"; did you mean \"shop.*\"? Known here: shop.*, "
                               "words.*"));
}

TEST(GatePlan, AnAnchorThatIsGoneIsAnErrorWithItsRecipe) {
  Study s = study({"gone", "gold", "tin"});
  s.gate.recipe = "scripts/build-anchor";
  EXPECT_EQ(to_string(plan(s).error().front()),
            "s:gone: metal \"gone\" is not here; apt install gone; the anchor is made by: scripts/build-anchor");
  EXPECT_EQ(to_string(plan(s, true).error().front()),
            "s.toml: the anchor is not among the cells of shop.bend{kind=cold,n=1}, and nothing else may stand in for "
            "it; an exclusion leaves it out, or it is not installed here; it is made by: scripts/build-anchor");
  s.decision.rule = Rule::Compare;
  EXPECT_EQ(plan(s, true).has_value(), true);
}

TEST(GatePlan, NothingToCompareIsAnError) {
  EXPECT_EQ(to_string(plan(study({"iron"})).error().front()),
            "s.toml: there is nothing to compare: every workload has one cell; vary a factor that reaches them");
}

}  // namespace
}  // namespace assay

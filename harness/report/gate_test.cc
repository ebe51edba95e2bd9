#include "harness/report/gate.h"

#include <gmock/gmock.h>

#include "harness/report/gate_told.h"
#include "harness/report/report.h"
#include "results/store.h"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// `python.json` with another interpreter, changed by so much.
ComparisonReport comparison(const std::string& verdict, double percent = 0) {
  ComparisonReport each;
  each.group = "python.json{n=30}";
  each.workload = "python.json";
  each.parameters = {{"n", "30"}};
  each.a_configuration = {{"python", "3.11"}, {"route", "exe"}};
  each.b_configuration = {{"python", "3.13"}, {"route", "exe"}};
  each.verdict = verdict;
  each.why = "because";
  each.effect = Estimate{percent, percent - 0.3, percent + 0.3};
  each.pairs = 9;
  each.mode = Mode::Turns;
  return each;
}

ComparisonReport failed(const std::string& side, Outcome outcome) {
  ComparisonReport each = comparison("failed");
  each.effect.reset();
  each.pairs = 0;
  each.failed_side = side;
  each.outcome = outcome;
  each.detail = "ended by SIGSEGV";
  return each;
}

GateQuestion question() {
  GateQuestion asked;
  asked.floors["python.json{n=30}"] = 1;
  asked.date = "2027-01-15";
  return asked;
}

IgnoreEntry entry(const std::string& until, std::map<std::string, std::vector<std::string>> where = {}) {
  return {"python.*", {"python.json{n=30}"}, std::move(where), until, "known"};
}

struct Judged {
  Judgement judgement;
  bool holds;
  GateStatus status;
  bool operator==(const Judged&) const = default;
};

void PrintTo(const Judged& judged, std::ostream* out) {
  *out << name(judged.judgement) << (judged.holds ? ", holds, " : ", ") << name(judged.status);
}

Judged judged(const ComparisonReport& each, const GateQuestion& asked = question()) {
  const GateReport report = judge_gate({{each}}, asked);
  return {report.items.at(0).judgement, report.items.at(0).holds, report.status};
}

std::string reason(const ComparisonReport& each, const GateQuestion& asked = question()) {
  return judge_gate({{each}}, asked).items.at(0).reason;
}

constexpr Judged passed{Judgement::Passed, false, GateStatus::Passed};
constexpr Judged fails{Judgement::Failed, true, GateStatus::Failed};
constexpr Judged lacks{Judgement::Undecided, true, GateStatus::Undecided};

TEST(JudgeGate, FailsAtAConfirmedChangeOfTheFloorOrMore) {
  EXPECT_EQ(judged(comparison("changed", 1)), fails);
  EXPECT_EQ(judged(comparison("changed", 4)), fails);
  EXPECT_EQ(reason(comparison("changed", 4)), "slower by the floor of 1 % or more");
  EXPECT_EQ(judged(comparison("changed", 0.99)), (Judged{Judgement::Below, false, GateStatus::Passed}));
  EXPECT_EQ(reason(comparison("changed", 0.99)), "changed, by less than the floor of 1 %");
  EXPECT_EQ(judged(comparison("same", 0.2)), passed);
}

TEST(JudgeGate, FasterFailsWhereBothSidesCount) {
  EXPECT_EQ(judged(comparison("changed", -4)), (Judged{Judgement::Faster, false, GateStatus::Passed}));
  GateQuestion both = question();
  both.both_sides = true;
  EXPECT_EQ(judged(comparison("changed", -4), both), fails);
  EXPECT_EQ(reason(comparison("changed", -4), both), "faster by the floor of 1 % or more");
  EXPECT_EQ(judged(comparison("changed", -0.99), both).judgement, Judgement::Below);  // ln 0.9901 is -ln 1.01
  EXPECT_EQ(judged(comparison("changed", -0.991), both).judgement, Judgement::Failed);
}

TEST(JudgeGate, OfAFloorOfItsOwnOrTheStandard) {
  GateQuestion asked = question();
  asked.floors["python.json{n=30}"] = 5;
  EXPECT_EQ(judged(comparison("changed", 4), asked).judgement, Judgement::Below);
  asked.floors.clear();
  EXPECT_EQ(judged(comparison("changed", 4), asked).judgement, Judgement::Failed);
}

TEST(JudgeGate, WhatIsNotKnownIsNotGreen) {
  for (const char* verdict : {"undecided", "noisy"}) {
    EXPECT_EQ(judged(comparison(verdict, 1)), lacks);
    EXPECT_EQ(reason(comparison(verdict, 1)), verdict + std::string(": whether it changed by 1 % is not known"));
    GateQuestion pass = question();
    pass.noisy_passes = true;
    EXPECT_EQ(judged(comparison(verdict, 1), pass), (Judged{Judgement::Undecided, false, GateStatus::Undecided}))
        << "nothing at all was decided";
    const GateReport two = judge_gate({{comparison(verdict, 1), comparison("same")}}, pass);
    EXPECT_EQ(two.status, GateStatus::Passed);
  }
}

TEST(JudgeGate, AnIntervalThatRulesOutWhatWouldFailPasses) {
  EXPECT_EQ(judged(comparison("undecided", 0.6)), passed);
  EXPECT_EQ(judged(comparison("undecided", 0.7)), lacks) << "its interval reaches 1 %";
  EXPECT_EQ(judged(comparison("undecided", -5)), passed);
  GateQuestion both = question();
  both.both_sides = true;
  EXPECT_EQ(judged(comparison("undecided", -5), both), lacks);
  EXPECT_EQ(judged(comparison("undecided", -0.6), both), passed);
  ComparisonReport few = comparison("undecided", 0);
  few.pairs = 5;
  EXPECT_EQ(judged(few), lacks) << "fewer bouts than the first look has";
}

TEST(JudgeGate, WhatWasNeverBegunHoldsEvenWhereNoisePasses) {
  ComparisonReport never = comparison("undecided");
  never.effect.reset();
  never.pairs = 0;
  never.why = "max-time 10m was up";
  GateQuestion pass = question();
  pass.noisy_passes = true;
  EXPECT_EQ(judged(never, pass), lacks);
  EXPECT_EQ(reason(never, pass), "no bout was measured: max-time 10m was up");
}

TEST(JudgeGate, ASideThatFailsThoughTheAnchorRunsFails) {
  EXPECT_EQ(judged(failed("b", Outcome::Crashed)), fails);
  EXPECT_EQ(reason(failed("b", Outcome::Crashed)), "cannot be measured, and the anchor can: crashed: ended by SIGSEGV");
  EXPECT_EQ(judged(failed("b", Outcome::WrongResult)), fails);
}

TEST(JudgeGate, ASideThatNeverRanDecidesNothing) {
  for (const Outcome outcome : {Outcome::Skipped, Outcome::Unsupported}) EXPECT_EQ(judged(failed("b", outcome)), lacks);
  EXPECT_EQ(judged(failed("a", Outcome::Crashed)), lacks);
  EXPECT_EQ(reason(failed("a", Outcome::Crashed)), "the anchor could not be measured: crashed: ended by SIGSEGV");
  ComparisonReport unknown = failed("b", Outcome::Crashed);
  unknown.outcome.reset();
  EXPECT_EQ(judged(unknown), lacks);
}

TEST(JudgeGate, AWorkloadThatFailsHalfOfTheTimeFails) {
  ComparisonReport half = comparison("same");
  half.b_failures = {9, 18, "no memory"};
  EXPECT_EQ(judged(half), fails);
  EXPECT_EQ(reason(half), "fails in 9 of 18 processes: no memory");
  half.b_failures = {1, 4, ""};
  EXPECT_EQ(judged(half), passed) << "once may be anything";
  half.b_failures = {4, 18, ""};
  EXPECT_EQ(judged(half), passed) << "less than a quarter is a note";
  half.b_failures = {5, 20, ""};
  EXPECT_EQ(judged(half), fails);
}

TEST(JudgeGate, WhereTheAnchorFailsAsOftenNothingIsDecided) {
  ComparisonReport half = comparison("same");
  half.b_failures = {9, 18, ""};
  half.a_failures = {8, 18, ""};
  EXPECT_EQ(judged(half), lacks);
  EXPECT_EQ(reason(half), "fails in 9 of 18 processes; so does the anchor, in 8 of 18");
}

TEST(JudgeGate, EmulatedTimesDecideNothing) {
  ComparisonReport emulated = comparison("undecided");
  emulated.emulated = true;
  EXPECT_EQ(judged(emulated), lacks);
}

TEST(JudgeGate, AnEntryInForceIsListedAndHoldsNothing) {
  GateQuestion asked = question();
  asked.ignore = {entry("2027-01-15")};
  const Judged ignored{Judgement::Ignored, false, GateStatus::Passed};
  EXPECT_EQ(judged(comparison("changed", 4), asked), ignored) << "it counts on its last day";
  EXPECT_EQ(judged(comparison("noisy", 4), asked), ignored);
  EXPECT_EQ(judged(failed("b", Outcome::Crashed), asked), ignored);
  EXPECT_EQ(judged(comparison("same"), asked), passed) << "what is fine needs none";
  EXPECT_EQ(judge_gate({{comparison("changed", 4)}}, asked).items[0].ignore, 0U);
}

TEST(JudgeGate, AnEntryThatEndedCountsNoMore) {
  GateQuestion asked = question();
  asked.ignore = {entry("2027-01-14")};
  EXPECT_EQ(judged(comparison("changed", 4), asked), fails);
  const GateReport report = judge_gate({{comparison("changed", 4)}}, asked);
  EXPECT_EQ(report.items[0].ignore, 0U);
  EXPECT_EQ(told_ignore(asked, report.items[0]), "was ignored until 2027-01-14: known");
  asked.ignore.push_back(entry("2027-02-01"));
  EXPECT_EQ(judged(comparison("changed", 4), asked).judgement, Judgement::Ignored);
  EXPECT_EQ(judge_gate({{comparison("changed", 4)}}, asked).items[0].ignore, 1U);
}

TEST(JudgeGate, AnEntryIsAboutItsGroupsAndLevels) {
  GateQuestion asked = question();
  asked.ignore = {entry("2027-02-01", {{"python", {"3.12", "3.13"}}})};
  EXPECT_EQ(judged(comparison("changed", 4), asked).judgement, Judgement::Ignored);
  asked.ignore = {entry("2027-02-01", {{"python", {"3.12"}}})};
  EXPECT_EQ(judged(comparison("changed", 4), asked), fails);
  asked.ignore = {entry("2027-02-01", {{"blas", {"x"}}})};
  EXPECT_EQ(judged(comparison("changed", 4), asked), fails);
  asked.ignore = {entry("2027-02-01")};
  asked.ignore[0].groups = {"python.sort"};
  EXPECT_EQ(judged(comparison("changed", 4), asked), fails);
}

TEST(JudgeGate, NothingComparedIsNotGreen) {
  EXPECT_EQ(judge_gate({}, question()).status, GateStatus::Undecided);
}

TEST(JudgeGate, AFailureWeighsMoreThanWhatIsNotKnown) {
  const GateReport report = judge_gate({{comparison("noisy", 3), comparison("changed", 4)}}, question());
  EXPECT_EQ(report.status, GateStatus::Failed);
  EXPECT_EQ(report.count(Judgement::Failed), 1);
  EXPECT_EQ(report.count(Judgement::Undecided), 1);
}

TEST(GateQuestionOf, ReadsWhatWasStored) {
  RunRow run;
  run.started = 1800000000;  // 2027-01-15 08:00 UTC
  run.study = {{"decision", {{"rule", "gate"}, {"floors", {{"a.b", 0.5}, {"c.d", "x"}}}}},
               {"gate",
                {{"sided", "both"},
                 {"noisy", "pass"},
                 {"ignore",
                  {{{"workload", "a.*"},
                    {"groups", {"a.b"}},
                    {"where", {{"python", {"3.13"}}}},
                    {"until", "2027-01-31"},
                    {"reason", "known"}},
                   7}}}}};
  const GateQuestion asked = gate_question_of(run);
  EXPECT_EQ(asked.floors, (std::map<std::string, double>{{"a.b", 0.5}}));
  EXPECT_TRUE(asked.both_sides);
  EXPECT_TRUE(asked.noisy_passes);
  EXPECT_EQ(asked.date, "2027-01-15");
  ASSERT_EQ(asked.ignore.size(), 1U);
  EXPECT_THAT(asked.ignore[0].groups, ElementsAre("a.b"));
  EXPECT_THAT(asked.ignore[0].where.at("python"), ElementsAre("3.13"));
  EXPECT_EQ(asked.ignore[0].until, "2027-01-31");
  EXPECT_THAT(gate_question_of(RunRow{}).ignore, IsEmpty());
}

}  // namespace
}  // namespace assay

#include <gmock/gmock.h>

#include "harness/report/report.h"

namespace assay {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

EffectReport effect(const std::string& group, const std::string& to, const std::string& verdict,
                    const std::string& why) {
  EffectReport effect;
  effect.factor = "python";
  effect.from = "3.11";
  effect.to = to;
  effect.group = effect.workload = group;
  effect.verdict = verdict;
  effect.effect = Estimate{-62.1, -62.6, -61.6};
  effect.bouts = 9;
  effect.noise = {"QUIET", 1.0};
  effect.why = why;
  return effect;
}

std::string text_of(std::vector<EffectReport> effects) {
  RunReport report;
  report.command = "run";
  report.effects = std::move(effects);
  return to_text(report, {false, 200});
}

TEST(EffectText, ANumberThatDecidesNothingSaysWhy) {
  const std::string text =
      text_of({effect("x.a", "3.12", "undecided", "p = 0.0134 >= 0.0023"),
               effect("x.a", "3.13", "noisy", "only 12 % could be found"), effect("x.b", "3.12", "changed", "narrow")});
  EXPECT_THAT(text, HasSubstr("\n  x.a, 3.11 → 3.12: p = 0.0134 >= 0.0023\n"
                              "  x.a, 3.11 → 3.13: only 12 % could be found\n"));
  EXPECT_THAT(text, Not(HasSubstr("narrow")));
}

TEST(EffectText, AReasonThatSeveralStepsShareIsSaidOnce) {
  const std::string text = text_of({effect("x.a", "3.12", "undecided", "4 of at least 6 bouts"),
                                    effect("x.a", "3.13", "undecided", "4 of at least 6 bouts")});
  EXPECT_THAT(text, HasSubstr("\n  x.a: 4 of at least 6 bouts\n"));
  EXPECT_EQ(text.find("4 of at least"), text.rfind("4 of at least"));
}

/// What -O2 is against -O3 by all rounds need not be what either is against a third by undisturbed ones.
TEST(EffectText, RowsThatRestOnDifferentRoundsSayOnWhich) {
  EffectReport alone = effect("x.a", "3.12", "changed", "narrow"), beside = effect("x.a", "3.13", "changed", "narrow");
  EXPECT_THAT(text_of({alone, beside}), Not(HasSubstr("rounds")));
  alone.decided_on = "undisturbed";
  EffectReport unmeasured = effect("x.a", "3.14", "failed", "crashed");
  unmeasured.effect.reset();
  EXPECT_THAT(text_of({alone, unmeasured}), Not(HasSubstr("rounds")));
  const std::string text = text_of({alone, beside, unmeasured});
  EXPECT_THAT(text, HasSubstr("QUIET  changed  undisturbed\n"));
  EXPECT_THAT(text, HasSubstr("QUIET  changed  all\n"));
  EXPECT_THAT(text, HasSubstr("\n  rounds: effects by undisturbed ones are of the core without a neighbour, those by "
                              "all are beside him, too; one of each need not fit together\n"));
}

}  // namespace
}  // namespace assay

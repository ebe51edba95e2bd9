#include "harness/report/reasons.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(ReasonOf, AnEffectWithoutABoutNamesNoModeThatItWasMeasuredIn) {
  EffectReport effect;
  effect.verdict = "undecided";
  effect.why = "interrupted";
  effect.mode = Mode::SharedCpu;
  effect.mode_why = "iterations of 20 ms, one thread bound by the CPU";
  EXPECT_EQ(reason_of(effect), "interrupted");
  effect.bouts = 1;
  EXPECT_EQ(reason_of(effect),
            "interrupted; measured in shared-cpu mode: iterations of 20 ms, one thread bound by the CPU");
}

}  // namespace
}  // namespace assay

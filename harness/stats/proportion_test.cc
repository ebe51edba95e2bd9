#include "harness/stats/proportion.h"

#include <gtest/gtest.h>

namespace assay::stats {
namespace {

/// Known answers by bisection on exact binomial sums in 60 decimal digits (Python's decimal and math.comb).
struct Known {
  int hits, trials;
  double low, high, upper;
};
constexpr Known known[] = {{0, 20, 0, 0.16843347098309, 0.13910834066827},
                           {2, 120, 0.00202482233769, 0.05890921946703, 0.05153371368638},
                           {8, 300, 0.01158156775433, 0.05186581196093, 0.04760007441497},
                           {3, 7, 0.09898827844251, 0.81594843235992, 0.77467841596755},
                           {1, 1, 0.025, 1, 1},
                           {20, 20, 0.83156652901691, 1, 1}};

TEST(ClopperPearson, IsExact) {
  for (const Known& each : known) {
    const Interval interval = clopper_pearson(each.hits, each.trials);
    EXPECT_NEAR(interval.low, each.low, 1e-10) << each.hits << " of " << each.trials;
    EXPECT_NEAR(interval.high, each.high, 1e-10) << each.hits << " of " << each.trials;
    EXPECT_NEAR(clopper_pearson_upper(each.hits, each.trials), each.upper, 1e-10) << each.hits << " of " << each.trials;
  }
}

TEST(ClopperPearson, OfNothingIsEverything) {
  EXPECT_EQ(clopper_pearson(0, 0).low, 0);
  EXPECT_EQ(clopper_pearson(0, 0).high, 1);
  EXPECT_EQ(clopper_pearson_upper(0, 0), 1);
}

TEST(ClopperPearson, TakesAnotherLevel) {
  EXPECT_NEAR(clopper_pearson(2, 120, 0.9).high, clopper_pearson_upper(2, 120, 0.95), 1e-12);
}

}  // namespace
}  // namespace assay::stats

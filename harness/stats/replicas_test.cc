#include "harness/stats/replicas.h"

#include <gtest/gtest.h>

#include <vector>

namespace assay::stats {
namespace {

/* Expected values from NumPy and SciPy: v.mean(); v.std(ddof=1); v.std(ddof=1) / sqrt(len(v));
 *   2 * scipy.stats.t.sf(mean/se, len(v) - 1);  mean +- scipy.stats.t.ppf(0.975, len(v) - 1) * se */
TEST(OverReplicas, IsThePlainMeanOfTheReplicas) {
  const auto found = over_replicas(std::vector{0.0123, 0.0191, 0.0062, 0.0154, 0.0108});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->n, 5);
  EXPECT_EQ(found->df, 4);
  EXPECT_NEAR(found->mean, 0.01276, 1e-12);
  EXPECT_NEAR(found->sd, 0.004854173462083941, 1e-12);
  EXPECT_NEAR(found->se, 0.002170852367159038, 1e-12);
  EXPECT_NEAR(p_two_sided(*found), 0.004185937498850301, 1e-10);
  EXPECT_NEAR(interval(*found, 0.95).low, 0.006732747571094245, 1e-10);
  EXPECT_NEAR(interval(*found, 0.95).high, 0.018787252428905752, 1e-10);
}

TEST(OverReplicas, NeedsTwo) {
  EXPECT_FALSE(over_replicas({}));
  EXPECT_FALSE(over_replicas(std::vector{0.01}));
  EXPECT_EQ(over_replicas(std::vector{0.01, 0.03})->df, 1);
}

}  // namespace
}  // namespace assay::stats

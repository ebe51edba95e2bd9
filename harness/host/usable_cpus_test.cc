#include "harness/host/usable_cpus.h"

#include <gtest/gtest.h>

#include "harness/host/tree.h"

namespace assay {
namespace {

TEST(UsableCpus, IsTheAffinityWithinTheQuota) {
  EXPECT_EQ(usable_cpus(8, std::nullopt), 8);
  EXPECT_EQ(usable_cpus(8, 2.0), 2);
  EXPECT_EQ(usable_cpus(8, 1.5), 1);
  EXPECT_EQ(usable_cpus(8, 0.25), 1);
  EXPECT_EQ(usable_cpus(2, 64.0), 2);
  EXPECT_EQ(usable_cpus(0, std::nullopt), 1);
}

TEST(UsableCpus, ReadsBothVersionsOfCgroups) {
  EXPECT_EQ(cgroup_cpus("harness/host/testdata/docker-v1"), 1.5);
  EXPECT_EQ(cgroup_cpus("harness/host/testdata/xeon"), 2.5);  // an ancestor's
  EXPECT_EQ(cgroup_cpus("harness/host/testdata/zen"), std::nullopt);
  EXPECT_EQ(cgroup_cpus("harness/host/testdata/hostile"), std::nullopt);
}

TEST(UsableCpus, IsWithinTheMaskOfThisProcess) {
  EXPECT_GE(usable_cpus(), 1);
  EXPECT_LE(static_cast<std::size_t>(usable_cpus()), allowed_cpus().size());
}

TEST(CpuList, IsTheKernelsNotation) {
  EXPECT_EQ(cpu_list({0, 1, 2, 5, 7, 8}), "0-2,5,7-8");
  EXPECT_EQ(cpu_list({}), "");
  EXPECT_EQ(count_cpus("0-2,5,7-8"), 6);
  EXPECT_EQ(count_cpus("9-1,z"), 0);
  EXPECT_EQ(count_cpus("0-"), 0);
}

}  // namespace
}  // namespace assay

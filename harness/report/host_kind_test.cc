#include "harness/report/host_kind.h"

#include <gtest/gtest.h>

#include "results/testing.h"

namespace assay {
namespace {

RunRow on(const Json& host) {
  RunRow run = testing::run("r");
  run.host = host;
  return run;
}

TEST(HostKind, IsTheIdElseTheName) {
  EXPECT_EQ(host_kind_of({{"id", "0123"}, {"name", "lab1"}}).id, "0123");
  EXPECT_EQ(host_kind_of({{"id", ""}, {"name", "lab1"}}).id, "lab1");
  EXPECT_EQ(host_kind_of({{"id", 7}, {"name", "lab1"}}).id, "lab1");
  EXPECT_EQ(host_kind_of(Json()).id, "unknown");
}

TEST(HostKind, OfTwoMachinesOfAModelIsOne) {
  const Json one = {{"id", "0123"}, {"name", "lab1"}}, two = {{"id", "0123"}, {"name", "lab2"}};
  EXPECT_EQ(host_kind_of(one), host_kind_of(two));
  EXPECT_NE(machine_of(one), machine_of(two));
  EXPECT_EQ(machine_of(one), machine_of({{"name", "lab1"}, {"id", "0123"}, {"kernel", "6.2"}}));
  EXPECT_NE(machine_of(one), machine_of({{"id", "4567"}, {"name", "lab1"}}));
}

TEST(MachineLabel, IsTheNameAndTheKindWhereThatAloneTells) {
  const Json lab = {{"id", "0123"}, {"name", "lab"}}, other = {{"id", "4567"}, {"name", "lab"}};
  EXPECT_EQ(machine_label(machine_of(lab), {on(lab), on({{"id", "4567"}, {"name", "lab2"}})}), "lab");
  EXPECT_EQ(machine_label(machine_of(lab), {on(lab), on(other)}), "lab (0123)");
  EXPECT_EQ(machine_label(machine_of({{"id", "0123"}}), {on({{"id", "0123"}})}), "0123");
}

}  // namespace
}  // namespace assay

#include "harness/host/siblings.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/core/testing.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// A machine of which CPU 4 has the siblings that a test says.
class SiblingOf : public ::testing::Test {
 protected:
  void list(const std::string& text) {
    fs::create_directories(file_.parent_path());
    std::ofstream(file_) << text << "\n";
  }
  int found(const std::vector<int>& allowed) {
    const auto sibling = sibling_of(4, allowed, root_.path());
    return sibling ? *sibling : -1;
  }
  std::string error(const std::vector<int>& allowed) {
    const auto sibling = sibling_of(4, allowed, root_.path());
    return sibling ? "no error" : to_string(sibling.error());
  }

  Folder root_;
  fs::path file_ = root_ / "sys/devices/system/cpu/cpu4/topology/thread_siblings_list";
};

TEST_F(SiblingOf, IsTheOtherThreadOfTheCore) {
  list("4,68");
  EXPECT_EQ(found({4, 5, 68}), 68);
  list("4-5");
  EXPECT_EQ(found({3, 4, 5}), 5);
  list("4,36,68,100");  // four threads a core
  EXPECT_EQ(found({4, 68}), 68);
}

TEST_F(SiblingOf, IsNoneWithoutSmt) {
  list("4");
  EXPECT_EQ(
      error({4, 5}),
      "/sys/devices/system/cpu/cpu4/topology/thread_siblings_list: CPU 4 has no sibling hyper-thread here; SMT is "
      "off, or the processor or hypervisor has none; leave the factor sibling out");
}

TEST_F(SiblingOf, MustBeOurs) {
  list("4,68");
  EXPECT_EQ(
      error({4, 5}),
      "/sys/devices/system/cpu/cpu4/topology/thread_siblings_list: the sibling hyper-thread of CPU 4, CPU 68, is not "
      "ours; start with both: taskset -c 4,68 assay …");
}

TEST_F(SiblingOf, IsNotKnownWhereTheKernelDoesNotTell) {
  EXPECT_EQ(
      error({4, 5}),
      "/sys/devices/system/cpu/cpu4/topology/thread_siblings_list: whether CPU 4 has a sibling hyper-thread is not "
      "known; the kernel or the container does not show it; leave the factor sibling out");
  list("garbage");
  EXPECT_NE(error({4, 5}).find("CPU 4 has no sibling"), std::string::npos);
}

}  // namespace
}  // namespace assay

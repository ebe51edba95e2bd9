#include "harness/worker/leader_steal.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace assay {
namespace {

TEST(StealSeconds, AreThoseOfTheBoutsCpusAlone) {
  const std::string file = std::filesystem::temp_directory_path() / ("assay-stat-" + std::to_string(getpid()));
  std::ofstream(file) << "cpu  9 9 9 9 9 9 9 1600 9 9\n"
                         "cpu1 9 9 9 9 9 9 9 100 9 9\n"
                         "cpu2 9 9 9 9 9 9 9 200 9 9\n"
                         "cpu12 9 9 9 9 9 9 9 1300 9 9\n"
                         "intr 7 1 2 3 4 5 6 7 8\n";
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  EXPECT_EQ(steal_seconds({2}, file), 200 / ticks);
  EXPECT_EQ(steal_seconds({1, 2}, file), 300 / ticks);
  EXPECT_EQ(steal_seconds({12}, file), 1300 / ticks);
  EXPECT_EQ(steal_seconds({3}, file), 0);
  EXPECT_EQ(steal_seconds({}, file), 0);
  std::ofstream(file) << "cpu2 9 9 9 9\n";  // of a kernel that does not count it
  EXPECT_EQ(steal_seconds({2}, file), 0);
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace assay

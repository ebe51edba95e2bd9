#include "harness/core/write_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace assay {
namespace {

namespace fs = std::filesystem;

class WriteFile : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  std::string error(const fs::path& file) const {
    const auto written = write_file(file, "new", "name another");
    return written ? "" : to_string(written.error());
  }
  static std::string text(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_ = fs::temp_directory_path() / ("assay-write-" + std::to_string(getpid()));
};

TEST_F(WriteFile, ReplacesTheWholeOfIt) {
  std::ofstream(folder_ / "a") << "a longer text than before";
  EXPECT_EQ(error(folder_ / "a"), "");
  EXPECT_EQ(text(folder_ / "a"), "new");
  EXPECT_EQ(files(), 1U);
}

TEST_F(WriteFile, FollowsALinkToWhatIsThere) {
  std::ofstream(folder_ / "a") << "old";
  fs::create_symlink(folder_ / "a", folder_ / "b");
  EXPECT_EQ(error(folder_ / "b"), "");
  EXPECT_EQ(text(folder_ / "a"), "new");
  EXPECT_TRUE(fs::is_symlink(folder_ / "b"));
}

TEST_F(WriteFile, WritesWhatIsNoFileAsItIs) {
  EXPECT_EQ(error("/dev/null"), "");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

/// Whoever opens a pipe to write waits for a reader, who may never come.
TEST_F(WriteFile, WaitsForNobodyWhoWouldReadAPipe) {
  const fs::path pipe = folder_ / "p";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(error(pipe), pipe.string() + ": cannot be written: nobody reads this pipe; name another");
  const int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  EXPECT_EQ(error(pipe), "");
  char written[8] = {};
  EXPECT_EQ(read(reader, written, sizeof written), 3);
  EXPECT_STREQ(written, "new");
  close(reader);
}

TEST_F(WriteFile, SaysWhyNotAndLeavesNothing) {
  EXPECT_EQ(error(folder_ / "none/a"),
            (folder_ / "none/a").string() + ": cannot be written: No such file or directory; name another");
  fs::create_directories(folder_ / "d");
  EXPECT_EQ(error(folder_ / "d"), (folder_ / "d").string() + ": cannot be written: Is a directory; name another");
  EXPECT_EQ(error("/dev/full"), "/dev/full: cannot be written: No space left on device; name another");
  EXPECT_EQ(files(), 1U);
}

}  // namespace
}  // namespace assay

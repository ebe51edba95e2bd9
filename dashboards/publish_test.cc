#include "dashboards/publish.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "dashboards/page.h"
#include "dashboards/testing/sample_report.h"
#include "harness/core/testing.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

class Publish : public testing::Test {
 protected:
  Folder folder_;
};

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(Publish, WritesThePageAndNothingBesideIt) {
  const auto file = publish_page(sample_report(), "dashboards/site", folder_ / "a/site");
  ASSERT_TRUE(file.has_value()) << to_string(file.error());
  EXPECT_EQ(*file, folder_ / "a/site/index.html");
  EXPECT_EQ(text_of(*file), render_page(sample_report(), "dashboards/site").value());
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "a/site"), {}), 1);
}

TEST_F(Publish, ReplacesAnOlderPage) {
  std::ofstream(folder_ / "index.html") << "old";
  ASSERT_TRUE(publish_page(sample_report(), "dashboards/site", folder_.path()).has_value());
  EXPECT_EQ(text_of(folder_ / "index.html").substr(0, 15), "<!doctype html>");
}

TEST_F(Publish, RefusesAFileAsFolder) {
  std::ofstream(folder_ / "file") << "mine";
  const auto file = publish_page(sample_report(), "dashboards/site", folder_ / "file");
  EXPECT_EQ(to_string(file.error()),
            (folder_ / "file").string() +
                ": cannot be written: Not a directory; choose a folder that you can write with --to");
  EXPECT_EQ(text_of(folder_ / "file"), "mine");
}

TEST_F(Publish, LeavesNoPartWhereThePageCannotGo) {
  fs::create_directories(folder_ / "index.html");
  const auto file = publish_page(sample_report(), "dashboards/site", folder_.path());
  EXPECT_EQ(to_string(file.error()),
            (folder_ / "index.html").string() +
                ": cannot be written: Is a directory; choose a folder that you can write with --to");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(Publish, SaysWhereNoFolderCanBeMade) {
  const auto file = publish_page(sample_report(), "dashboards/site", "/proc/no-such-folder");
  EXPECT_EQ(to_string(file.error()),
            "/proc/no-such-folder: cannot be written: No such file or directory; choose a folder that you can write "
            "with --to");
}

}  // namespace
}  // namespace assay

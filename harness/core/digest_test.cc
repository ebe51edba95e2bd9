#include "harness/core/digest.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace assay {
namespace {

TEST(Digest, IsXxh3sOfTheBytes) {
  EXPECT_EQ(digest(""), "2d06800538d394c2");  // as xxhsum -H3 prints it
  EXPECT_NE(digest("a"), digest("b"));
}

TEST(Digest, OfJsonIsThatOfItsTextWithoutBlanks) {
  EXPECT_EQ(json_digest({{"b", 1}, {"a", "\u00b5s"}}), digest("{\"b\":1,\"a\":\"\u00b5s\"}"));
  EXPECT_EQ(json_digest("\xff"), digest("\"\ufffd\""));
}

TEST(Digest, OfAFileIsThatOfItsContent) {
  const auto file = std::filesystem::temp_directory_path() / ("assay-digest-" + std::to_string(getpid()));
  const std::string content(3000000, 'x');  // several pieces
  std::ofstream(file) << content;
  EXPECT_EQ(file_digest(file), digest(content));
  std::ofstream(file, std::ios::trunc) << "";
  EXPECT_EQ(file_digest(file), digest(""));
  std::filesystem::remove(file);
  EXPECT_EQ(file_digest(file), std::nullopt);
  EXPECT_EQ(file_digest("/"), std::nullopt);
}

}  // namespace
}  // namespace assay

#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "harness/cli/command_line.h"
#include "results/testing.h"

namespace assay::testing {

struct Answer {
  Exit status;
  std::string out;
  std::string err;
};

using Words = std::vector<std::string>;

/// What the program answers to words that are typed after its name.
inline Answer type(const Words& words) {
  std::vector<const char*> argv = {"assay"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  const Exit status = run_command_line(static_cast<int>(argv.size()), argv.data());
  return {status, ::testing::internal::GetCapturedStdout(), ::testing::internal::GetCapturedStderr()};
}

/// Commands typed beside a store of their own, on a simulated machine where they measure. Whole commands need nothing
/// of this host but `true`.
class Typed : public ::testing::Test {
 protected:
  Answer stored(Words words, const Words& more = {}) const {
    words.insert(words.end(), more.begin(), more.end());
    words.insert(words.end(), {"--db", path("test.db")});
    return type(words);
  }
  Answer simulated(Words words, const Words& more = {}) const {
    words.insert(words.end(), {"--runner", "mock:" + path("world.toml")});
    return stored(std::move(words), more);
  }

  /// What the simulated machine does; runners/mock_world.h has the format.
  void world(const std::string& text) const { file("world.toml", text); }
  void file(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }
  std::string text(const std::string& name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  Store store(Store::Access access = Store::Access::ReadOnly) const {
    return sound(Store::open(folder_ / "test.db", access));
  }

 private:
  Folder folder_;
};

}  // namespace assay::testing

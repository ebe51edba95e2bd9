#include "harness/catalog/pyperformance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PyperformanceIndex : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::string& text) {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    const auto path = std::filesystem::path(::testing::TempDir()) / (std::string(test->name()) + ".json");
    std::ofstream(path) << text;
    return path;
  }
};

TEST_F(PyperformanceIndex, KeepsWhatAScriptNeeds) {
  const auto index = write(R"({"format": 1, "pyperformance": "1.14.0", "benchmarks": [
    {"name": "pickle_list", "about": "", "script": "/p/bm_pickle/run_benchmark.py", "arguments": ["pickle_list"],
     "benchmark": "pickle_list", "tags": ["serialize"], "requires_python": ">=3.8", "modules": [], "packages": []},
    {"name": "mako", "about": "Mako templates", "script": "/p/bm_mako/run_benchmark.py", "arguments": [],
     "benchmark": "", "tags": [], "requires_python": "", "modules": ["x"], "packages": ["mako==1.1.4", "markupsafe==2.0.1"]}]})");
  const auto read = read_pyperformance_index(index);
  ASSERT_TRUE(read) << to_string(read.error());
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ(read->at(0).script, "/p/bm_pickle/run_benchmark.py");
  EXPECT_THAT(read->at(0).arguments, ElementsAre("pickle_list"));
  EXPECT_EQ(read->at(0).requires_python, ">=3.8");
  EXPECT_THAT(read->at(1).packages, ElementsAre("mako==1.1.4", "markupsafe==2.0.1"));
  EXPECT_THAT(read->at(1).modules, ElementsAre("x"));
}

TEST_F(PyperformanceIndex, ThatIsMissingNamesTheScript) {
  const auto read = read_pyperformance_index("/nonexistent/index.json");
  ASSERT_FALSE(read);
  EXPECT_EQ(to_string(read.error()),
            "/nonexistent/index.json: the pyperformance package is not prepared; run scripts/prepare-pyperformance");
}

TEST_F(PyperformanceIndex, OfAnotherFormatIsMadeAgain) {
  const auto index = write(R"({"format": 2, "benchmarks": []})");
  const auto read = read_pyperformance_index(index);
  ASSERT_FALSE(read);
  EXPECT_EQ(to_string(read.error()),
            index.string() + ": is of another version of Assay; run scripts/prepare-pyperformance");
}

TEST_F(PyperformanceIndex, ThatIsCutOffIsNoCrash) {
  const auto read = read_pyperformance_index(write(R"({"format": 1, "benchm)"));
  ASSERT_FALSE(read);
  EXPECT_THAT(to_string(read.error()), HasSubstr(": cannot be read: "));
  EXPECT_EQ(read.error().hint, "run scripts/prepare-pyperformance");
}

}  // namespace
}  // namespace assay

#include <gmock/gmock.h>

#include <fstream>

#include "harness/catalog/block.h"
#include "harness/catalog/workload.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

/// A folder of suites that is gone after the test.
class Suites : public testing::Test {
 protected:
  Suites() : root_(fs::path(testing::TempDir()) / ("suites-" + std::to_string(getpid()))) {
    fs::create_directories(root_);
  }
  ~Suites() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }

  std::vector<std::string> errors() {
    std::vector<std::string> all;
    const auto catalog = Catalog::read(root_);
    if (catalog) return {"no error"};
    for (const Error& error : catalog.error()) {
      std::string text = to_string(error);
      for (auto at = text.find(root_.string()); at != std::string::npos; at = text.find(root_.string())) {
        text.replace(at, root_.string().size(), "SUITES");
      }
      all.push_back(text);
    }
    return all;
  }

  fs::path root_;
};

TEST_F(Suites, GiveTheirDefaultsToTheirWorkloads) {
  write("python/suite.toml",
        "about = \"a\"\nkind = \"cpython\"\nfactors = [\"python\", \"route\"]\ntags = [\"python\"]\n");
  write("python/call.py",
        "#!/usr/bin/env python3\n# /// workload\n# about = \"Calls\"\n# tags = [\"micro\"]\n# seconds = 2e-5\n# "
        "[parameters.n]\n"
        "# standard = 100\n# kind = \"integer\"\n# ///\nimport sys\n");
  write("python/helper.py", "x = 1\n");
  write("linalg/suite.toml", "kind = \"native\"\n");
  write("linalg/gemm.cc",
        "// /// workload\n// name = \"dgemm\"\n// about = \"C = AB\"\n// factors = [\"blas\"]\n// ///\n#include <x>\n");
  write("linalg/gemm_test.cc", "// /// workload\n// about = \"no workload\"\n// ///\n");
  const auto catalog = Catalog::read(root_);
  ASSERT_TRUE(catalog) << to_string(catalog.error().front());
  ASSERT_EQ(catalog->workloads().size(), 2u);
  const Workload* call = catalog->find("python.call");
  ASSERT_NE(call, nullptr);
  EXPECT_EQ(call->kind, "cpython");
  EXPECT_EQ(call->file, root_ / "python/call.py");
  EXPECT_THAT(call->factors, ElementsAre("python", "route"));
  EXPECT_THAT(call->tags, ElementsAre("python", "micro"));
  EXPECT_EQ(call->parameters.at("n").standard, "100");
  EXPECT_EQ(call->seconds, 2e-5);
  ASSERT_NE(catalog->find("linalg.dgemm"), nullptr);
  EXPECT_THAT(catalog->find("linalg.dgemm")->factors, ElementsAre("blas"));
}

TEST_F(Suites, TellAllThatIsWrongAtItsPlace) {
  write("a/suite.toml", "kind = \"native\"\nfactor = [\"blas\"]\n[[workload]]\nname = \"two words\"\nabout = \"x\"\n");
  write("a/one.cc",
        "\n// /// workload\n// about = \"x\"\n// titel = 1\n// [parameters.n]\n// standard = 0\n// kind = "
        "\"integer\"\n// ///\n");
  write("b/suite.toml", "kind = 1\n");
  write("b/broken.py", "# /// workload\n# about = \n# ///\n");
  write("c/suite.toml", "kind = \"native\"\ndiscover = \"conda\"\n");
  EXPECT_THAT(
      errors(),
      ElementsAre(
          "SUITES/a/suite.toml:2:1: \"factor\" is no key of a suite; did you mean \"factors\"? Known here: about, "
          "kind, factors, tags, discover, workload",
          "SUITES/a/suite.toml:3:1: \"two words\" is no name of a workload; letters, digits, _ and -",
          "SUITES/a/one.cc:6:15: n=0 is no positive integer",
          "SUITES/a/one.cc:4:4: \"titel\" is no key of a workload; Known here: name, about, kind, factors, tags, "
          "seconds, parameters",
          "SUITES/b/suite.toml:1:8: \"kind\" must be text, not an integer",
          testing::StartsWith("SUITES/b/broken.py:2:"),
          testing::StartsWith("SUITES/c/suite.toml: discover = \"conda\" is unknown; ")));
}

TEST_F(Suites, HoldEachNameOnce) {
  write("a/suite.toml", "kind = \"native\"\n[[workload]]\nname = \"one\"\nabout = \"x\"\n");
  write("a/one.cc", "// /// workload\n// about = \"x\"\n// ///\n");
  EXPECT_THAT(errors(),
              ElementsAre("SUITES/a/one.cc: workload a.one exists already; the other one is in SUITES/a/suite.toml"));
}

TEST_F(Suites, AreMissedWhereThereAreNone) {
  EXPECT_THAT(errors(),
              ElementsAre("SUITES: no suite is here; is Assay installed whole? share/assay/suites lies beside bin/"));
}

TEST(WorkloadBlock, KeepsLinesAndColumns) {
  EXPECT_EQ(workload_block("x\n# /// workload\n# about = 1\n#\n# ///\ny\n"), "\n\n  about = 1\n \n");
  EXPECT_EQ(workload_block("// /// workload\n// a = 1\nint x;\n"), "\n   a = 1\n");
  EXPECT_EQ(workload_block("# about = 1\n"), std::nullopt);
}

Catalog small() {
  Workload gemm{"linalg", "gemm", "", "native", "", {"linalg", "level3"}, {"blas", "threads"}, {}, 0, {}};
  gemm.parameters["n"] = {"512", {}, "integer", ""};
  gemm.parameters["m"] = {"", {}, "integer", ""};
  gemm.parameters["type"] = {"d", {"s", "d"}, "text", ""};
  Workload svd{"linalg", "svd", "", "native", "", {"linalg"}, {"blas", "threads"}, {}, 0, {}};
  svd.parameters["n"] = {"256", {}, "integer", ""};
  Workload call{"python", "call", "", "cpython", "", {"startup"}, {"python", "route"}, {}, 0, {}};
  return Catalog({gemm, svd, call});
}

std::vector<std::string> selected(const std::string& pattern) {
  const Catalog catalog = small();
  std::vector<std::string> all;
  const auto cells = catalog.select(pattern);
  if (!cells) {
    for (const Error& error : cells.error()) all.push_back(to_string(error));
    return all;
  }
  for (const auto& one : *cells) all.push_back(workload_name({one.workload->full_name(), one.parameters, {}}));
  return all;
}

TEST(Select, FillsInStandardsAndLeavesOutWhatHasNone) {
  EXPECT_THAT(selected("linalg.gemm"), ElementsAre("linalg.gemm{n=512,type=d}"));
  EXPECT_THAT(selected("linalg.gemm{m=64}"), ElementsAre("linalg.gemm{m=64,n=512,type=d}"));
  EXPECT_THAT(selected("linalg.gemm{}"), ElementsAre("linalg.gemm{n=512,type=d}"));
}

TEST(Select, MultipliesValues) {
  EXPECT_THAT(selected("linalg.gemm{type=d,s,n=256,1024}"),
              ElementsAre("linalg.gemm{n=256,type=d}", "linalg.gemm{n=1024,type=d}", "linalg.gemm{n=256,type=s}",
                          "linalg.gemm{n=1024,type=s}"));
  EXPECT_THAT(selected("linalg.svd{ n = 0064 , 64 }"), ElementsAre("linalg.svd{n=64}"));
}

TEST(Select, ExpandsRanges) {
  EXPECT_THAT(selected("linalg.svd{n=64..1024*2}"),
              ElementsAre("linalg.svd{n=64}", "linalg.svd{n=128}", "linalg.svd{n=256}", "linalg.svd{n=512}",
                          "linalg.svd{n=1024}"));
  EXPECT_THAT(selected("linalg.svd{n=10..50+20,7}"),
              ElementsAre("linalg.svd{n=10}", "linalg.svd{n=30}", "linalg.svd{n=50}", "linalg.svd{n=7}"));
  EXPECT_THAT(selected("linalg.svd{n=2..4}"), ElementsAre("linalg.svd{n=2}", "linalg.svd{n=3}", "linalg.svd{n=4}"));
  EXPECT_THAT(selected("linalg.svd{n=100..900*3}"),
              ElementsAre("linalg.svd{n=100}", "linalg.svd{n=300}", "linalg.svd{n=900}"));
  EXPECT_THAT(selected("linalg.svd{n=9223372036854775807..9223372036854775807*2}"),
              ElementsAre("linalg.svd{n=9223372036854775807}"));
}

TEST(Select, MatchesGlobsAndTags) {
  EXPECT_THAT(selected("linalg.*{n=8}"), ElementsAre("linalg.gemm{n=8,type=d}", "linalg.svd{n=8}"));
  EXPECT_THAT(selected("tag:startup"), ElementsAre("python.call"));
  EXPECT_THAT(selected("tag:linalg{type=s}"), ElementsAre("linalg.gemm{n=512,type=s}", "linalg.svd{n=256}"));
}

TEST(Select, NamesWhatIsNear) {
  EXPECT_THAT(
      selected("linalg.gem"),
      ElementsAre("unknown workload \"linalg.gem\"; did you mean \"linalg.gemm\" or \"linalg.svd\"? Known here: "
                  "linalg.gemm, linalg.svd"));
  EXPECT_THAT(
      selected("linag.gemm"),
      ElementsAre("unknown suite \"linag\" in \"linag.gemm\"; did you mean \"linalg\"? Known here: linalg, python"));
  EXPECT_THAT(
      selected("svd"),
      ElementsAre(
          "unknown workload \"svd\"; did you mean \"linalg.svd\"? Known here: linalg.gemm, linalg.svd, python.call"));
  EXPECT_THAT(
      selected("gem"),
      ElementsAre(
          "unknown workload \"gem\"; did you mean \"linalg.gemm\"? Known here: linalg.gemm, linalg.svd, python.call"));
  EXPECT_THAT(selected("python"), ElementsAre("\"python\" is a suite; write \"python.*\" for all its workloads"));
  EXPECT_THAT(selected("numpy.*"), ElementsAre("no workload matches \"numpy.*\"; Known here: linalg.*, python.*"));
  EXPECT_THAT(selected("tag:startpu"),
              ElementsAre("unknown tag \"startpu\"; did you mean \"startup\"? Known here: level3, linalg, startup"));
}

TEST(Select, TellsAllThatIsWrongAtOnce) {
  EXPECT_THAT(
      selected("linalg.gemm{size=3,type=z,n=-1,x,4..2*2,1..100000+1}"),
      ElementsAre("linalg.gemm has no parameter \"size\"; Known here: m, n, type",
                  "unknown value type=z; did you mean \"s\" or \"d\"? Known here: s, d", "n=-1 is no positive integer",
                  "n=x is no positive integer", "n=4..2*2 is no range; write it as 64..1024*2 or 10..50+20",
                  "n=1..100000+1 are more than 10000 values; take larger steps"));
}

TEST(Select, RefusesWhatIsNoPattern) {
  EXPECT_THAT(
      selected("linalg.gemm{n=256"),
      ElementsAre("\"linalg.gemm{n=256\" does not end with its one closing brace; write linalg.gemm{n=256,1024}"));
  EXPECT_THAT(selected("linalg.gemm}"), ElementsAre("\"linalg.gemm}\" has a closing brace and no opening one"));
  EXPECT_THAT(selected("linalg.gemm{256}"),
              ElementsAre("\"256\" in \"linalg.gemm{256}\" has no key; write {n=256} or {type=d,n=256,1024}"));
  EXPECT_THAT(selected("linalg.gemm{n=1,n=2}"),
              ElementsAre("n stands twice in \"linalg.gemm{n=1,n=2}\"; write {n=A,B}"));
  EXPECT_THAT(selected("linalg.gemm{n=}"), ElementsAre("\"linalg.gemm{n=}\" has an empty value"));
  EXPECT_THAT(selected(" "), ElementsAre("\" \" names no workload; 'assay list workloads' shows them"));
}

}  // namespace
}  // namespace assay

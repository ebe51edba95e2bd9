#include "harness/subjects/compile.h"

#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "harness/core/digest.h"
#include "harness/core/machine.h"
#include "harness/core/testing.h"
#include "harness/subjects/compile_key.h"
#include "harness/subjects/compilers.h"
#include "harness/subjects/elf.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class CompileTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(sources_);
    write("one.cc", "extern \"C\" __attribute__((visibility(\"default\"))) int dgemm_() { return 1; }\n");
    write("two.cc", "int two() { return 2; }\n");
    write("padding.cc", content("suites/linalg/eigen/padding.cc"));
    const auto compiler = find_compiler("g++");
    ASSERT_TRUE(compiler) << to_string(compiler.error());
    compilation_.compiler = *compiler;
  }
  void write(const std::string& name, const std::string& text) const { std::ofstream(sources_ / name) << text; }
  Result<Compiled> run() const { return compile(compilation_, cache_); }

  Folder folder_;
  fs::path sources_ = folder_ / "sources";
  fs::path cache_ = folder_ / "cache";
  Compilation compilation_{.name = "test",
                           .folder = sources_,
                           .sources = {"one.cc", "two.cc"},
                           .headers = {},
                           .headers_version = "1",
                           .compiler = {},
                           .flags = {"-O1"},
                           .replica = "0"};
};

TEST_F(CompileTest, TheSecondTimeItIsThere) {
  const auto first = run();
  ASSERT_TRUE(first) << to_string(first.error());
  EXPECT_FALSE(first->from_cache);
  EXPECT_TRUE(read_shared_library(first->library, own_architecture()));
  EXPECT_TRUE(exports_any(first->library, {"dgemm_"}));
  EXPECT_FALSE(exports_any(first->library, {"_Z3twov"}));
  EXPECT_THAT(content(first->log), HasSubstr(" -O1 "));
  EXPECT_THAT(content(first->log), HasSubstr(" -frandom-seed=one.cc -c "));  // the same code wherever it is compiled
  const auto second = run();
  EXPECT_TRUE(second->from_cache);
  EXPECT_EQ(second->library, first->library);
}

TEST_F(CompileTest, WhatChangesTheCodeChangesTheKey) {
  const std::string first = *objects_key(compilation_);
  const auto changed = [&](auto change) {
    Compilation other = compilation_;
    change(other);
    return *objects_key(other) != first;
  };
  EXPECT_FALSE(changed([](Compilation&) {}));
  EXPECT_FALSE(changed([](Compilation& c) { c.replica = "3"; }));
  EXPECT_TRUE(changed([](Compilation& c) { c.flags = {"-O2"}; }));
  EXPECT_TRUE(changed([](Compilation& c) { c.flags = {"-O1", ""}; }));
  EXPECT_TRUE(changed([](Compilation& c) { c.compiler.version += "+"; }));
  EXPECT_TRUE(changed([](Compilation& c) { c.headers_version = "2"; }));
  EXPECT_TRUE(changed([](Compilation& c) { c.sources.pop_back(); }));
  write("two.cc", "int two() { return 3; }\n");
  EXPECT_TRUE(changed([](Compilation&) {}));
}

TEST_F(CompileTest, TheKeyHoldsTheCpuWhereTheFlagsSayNative) {
  const auto text = [&](const std::vector<std::string>& flags, const std::string& features) {
    compilation_.flags = flags;
    return *objects_text(compilation_, "vendor_id\t: X\nflags\t\t: " + features + "\n");
  };
  EXPECT_THAT(text({"-O3", "-march=native"}, "avx2"), testing::EndsWith("vendor_id\t: X\nflags\t\t: avx2\n"));
  EXPECT_NE(text({"-mcpu=native"}, "avx2"), text({"-mcpu=native"}, "avx512f"));
  EXPECT_EQ(text({"-march=x86-64-v3"}, "avx2"), text({"-march=x86-64-v3"}, "avx512f"));
}

TEST_F(CompileTest, TheKeyHoldsOurOwnFlags) {
  std::string expected;
  for (const auto& flags : {own_compile_flags, own_link_flags, compilation_.flags})
    for (const std::string& flag : flags) expected += std::to_string(flag.size()) + ":" + flag;
  EXPECT_THAT(*objects_text(compilation_, ""), testing::EndsWith(expected));
}

TEST_F(CompileTest, TheKeyIsOfThisMachinesCpu) {
  compilation_.flags = {"-march=native"};
  const std::string text = *objects_text(compilation_, content("/proc/cpuinfo"));
  EXPECT_EQ(*objects_key(compilation_), digest(text));
}

TEST_F(CompileTest, AReplicaHasTheSameCodeAtOtherAddresses) {
  const auto plain = run();
  compilation_.replica = "7";
  const auto replica = run();
  ASSERT_TRUE(replica) << to_string(replica.error());
  EXPECT_NE(plain->library, replica->library);
  EXPECT_TRUE(content(plain->library) != content(replica->library));
  EXPECT_THAT(content(replica->log), HasSubstr("-DASSAY_PADDING="));
  EXPECT_TRUE(exports_any(replica->library, {"dgemm_"}));
}

/// As an object's path ends in its log, and what stands before it.
TEST_F(CompileTest, ReplicasDifferInTheirPaddingAndInTheOrderOfTheirObjects) {
  std::set<std::string> paddings;
  std::set<bool> orders;
  for (int replica = 0; replica < 8; ++replica) {
    compilation_.replica = std::to_string(replica);
    const auto compiled = run();
    ASSERT_TRUE(compiled) << to_string(compiled.error());
    const std::string log = content(compiled->log), link = log.substr(log.find("-DASSAY_PADDING="));
    paddings.insert(link.substr(0, link.find(' ')));
    orders.insert(link.find("/one.o") < link.find("/two.o"));
  }
  EXPECT_TRUE(paddings.contains("-DASSAY_PADDING=0"));
  EXPECT_GT(paddings.size(), 4U);
  EXPECT_EQ(orders.size(), 2U);
}

TEST_F(CompileTest, TheCompilersWordsAreShownWhole) {
  write("two.cc", "int two() { return three; }\n");
  const auto failed = run();
  ASSERT_FALSE(failed);
  const std::string text = to_string(failed.error());
  EXPECT_THAT(text, HasSubstr("two.cc: In function"));
  EXPECT_THAT(text, HasSubstr("two.cc:1:20: error: "));
  EXPECT_THAT(text, HasSubstr("    1 | int two() { return three; }\n      |                    ^~~~~\n"));
  EXPECT_THAT(text, HasSubstr("; its log is kept in " + cache_.string()));
  write("two.cc", "int two() { return 3; }\n");
  EXPECT_TRUE(run());
}

TEST_F(CompileTest, AnUnknownFlagIsTheCompilersError) {
  compilation_.flags = {"-march=zen99"};
  EXPECT_THAT(to_string(run().error()), HasSubstr("zen99"));
}

TEST_F(CompileTest, TwoAtOnce) {
  std::vector<Result<Compiled>> results(4, fail("not run"));
  {
    std::vector<std::jthread> threads;
    for (auto& result : results) threads.emplace_back([&] { result = run(); });
  }
  for (const auto& result : results) {
    ASSERT_TRUE(result) << to_string(result.error());
    EXPECT_TRUE(exports_any(result->library, {"dgemm_"}));
  }
  for (const auto& entry : fs::directory_iterator(cache_))
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr(".draft")));
}

TEST(ProcessorIdentity, TheFirstProcessorsFeatures) {
  EXPECT_EQ(processor_identity(
                "processor\t: 0\nvendor_id\t: X\nmodel\t\t: 1\ncpu MHz\t\t: 2000\nflags\t\t: avx2\n\nprocessor\t: 1\n"),
            "vendor_id\t: X\nmodel\t\t: 1\nflags\t\t: avx2\n");
}

}  // namespace
}  // namespace assay

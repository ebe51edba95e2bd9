#include "harness/subjects/compilers.h"

#include <gmock/gmock.h>

#include "harness/core/machine.h"
#include "harness/core/testing.h"
#include "harness/subjects/elf.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

void program(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
  fs::permissions(file, fs::perms::owner_all);
}

std::vector<std::string> names(const std::string& path) {
  std::vector<std::string> names;
  for (const CompilerFile& file : compiler_files(path)) names.push_back(file.name);
  return names;
}

TEST(Compilers, ByTheirNamesOnPath) {
  const Folder folder;
  for (const std::string name :
       {"g++", "g++-12", "clang++-16", "aarch64-linux-gnu-g++", "gcc", "g++-mapper-server", "clang++-16.bak"})
    program(folder / name, "");
  program(folder / (own_architecture() + "-linux-gnu-g++"), "");
  std::ofstream(folder / "g++-13") << "not executable";
  program(folder / "second/g++", "");
  EXPECT_THAT(names(folder.path().string() + ":" + (folder / "second").string() + ":/nowhere"),
              testing::ElementsAre("aarch64-linux-gnu-g++", "clang++-16", "g++", "g++-12"));
  EXPECT_EQ(compiler_file("g++", folder.path().string() + ":" + (folder / "second").string())->path, folder / "g++");
}

TEST(Compilers, WhatIsNotThere) {
  const Folder folder;
  program(folder / "g++-12", "");
  const auto message = [&](const std::string& name) { return to_string(compiler_file(name, folder.path()).error()); };
  EXPECT_EQ(message("g++-13"),
            "compiler g++-13 is not on PATH; install it; did you mean \"g++-12\"? Known here: g++-12");
  EXPECT_THAT(message("gnuc"), testing::StartsWith("unknown compiler \"gnuc\""));
  EXPECT_EQ(message("/nowhere/g++"), "/nowhere/g++: no executable file; name a compiler of `assay list compilers`");
}

TEST(Compilers, AnswersAreAskedFor) {
  const Folder folder;
  program(folder / "g++",
          "#!/bin/sh\ncase $1 in --version) echo 'g++ (Ours) 12.2'; echo more;; -dumpmachine) echo riscv64-linux-gnu;; "
          "esac\n");
  const auto compiler = identify({"g++", folder / "g++"});
  ASSERT_TRUE(compiler) << to_string(compiler.error());
  EXPECT_EQ(compiler->version, "g++ (Ours) 12.2");
  EXPECT_EQ(compiler->target, "riscv64-linux-gnu");
  program(folder / "none", "#!/bin/sh\nexit 1\n");
  EXPECT_EQ(to_string(identify({"none", folder / "none"}).error()),
            (folder / "none").string() + ": does not answer --version as a compiler does; name a g++ or a clang++");
}

}  // namespace
}  // namespace assay

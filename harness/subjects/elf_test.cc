#include "harness/subjects/elf.h"

#include <gmock/gmock.h>

#include <fstream>

#include "harness/core/machine.h"
#include "harness/core/testing.h"
#include "harness/subjects/testing/write_elf.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

TEST(Elf, ReadsThisProgram) {
  const auto elf = read_elf("/proc/self/exe");
  ASSERT_TRUE(elf) << to_string(elf.error());
  EXPECT_EQ(elf->architecture, own_architecture());
  EXPECT_NE(elf->kind, Elf::Kind::SharedObject);
  EXPECT_TRUE(elf->interpreter);
  EXPECT_THAT(elf->needed, testing::Contains("libc.so.6"));
}

TEST(Elf, DirectoryTextAndNothing) {
  const Folder folder;
  std::ofstream(folder / "notes.txt") << "no library\n";
  const auto message = [](const fs::path& path) { return to_string(read_shared_library(path, "x86_64").error()); };
  EXPECT_EQ(message(folder / ""),
            (folder / "").string() + ": a directory, where an ELF file is wanted; name a shared library (.so)");
  EXPECT_EQ(message(folder / "notes.txt"),
            (folder / "notes.txt").string() + ": not an ELF file; name a shared library (.so)");
  EXPECT_EQ(message(folder / "absent"), (folder / "absent").string() + ": no such file; name a shared library (.so)");
  EXPECT_EQ(message("/dev/null"),
            "/dev/null: not a regular file, where an ELF file is wanted; name a shared library (.so)");
}

TEST(Elf, AnotherArchitecture) {
  const Folder folder;
  write_elf(folder / "libarm.so", 183);  // EM_AARCH64
  EXPECT_EQ(to_string(read_shared_library(folder / "libarm.so", "x86_64").error()),
            (folder / "libarm.so").string() + ": a library for aarch64, and this runs on x86_64; name one for x86_64");
  EXPECT_TRUE(read_shared_library(folder / "libarm.so", "aarch64"));
}

TEST(Elf, AProgramIsNoLibrary) {
  const auto elf = read_shared_library("/proc/self/exe", own_architecture());
  ASSERT_FALSE(elf);
  EXPECT_THAT(to_string(elf.error()), testing::HasSubstr("an ELF file, but not a shared library: "));
}

}  // namespace
}  // namespace assay

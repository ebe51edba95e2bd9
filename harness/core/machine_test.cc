#include "harness/core/machine.h"

#include <elf.h>
#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Machine, IsNamedAsUnameAndDebianDo) {
  EXPECT_EQ(elf_architecture(EM_X86_64), "x86_64");
  EXPECT_EQ(elf_architecture(EM_AARCH64), "aarch64");
  EXPECT_EQ(elf_architecture(EM_RISCV), "riscv64");
  EXPECT_EQ(elf_architecture(999), "ELF machine 999");
  EXPECT_EQ(debian_architecture("x86_64"), "amd64");
  EXPECT_EQ(debian_architecture("aarch64"), "arm64");
  EXPECT_EQ(debian_architecture("loongarch64"), "loongarch64");
}

}  // namespace
}  // namespace assay

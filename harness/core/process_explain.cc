#include <elf.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

#include "harness/core/machine.h"
#include "harness/core/process_start.h"

namespace assay {
namespace {

std::optional<std::string> built_for(const std::string& path) {
  Elf64_Ehdr header{};
  std::ifstream file(path, std::ios::binary);
  // The first 20 bytes are laid out alike in 32-bit and 64-bit files.
  if (!file.read(reinterpret_cast<char*>(&header), 20) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return {};
  return elf_architecture(header.e_machine);
}

Error wrong_format(const std::string& path) {
  const std::string here = own_architecture();
  const auto machine = built_for(path);
  if (machine && *machine != here) {
    return {fmt::format("is a program for {}, and this is {}", *machine, here), path,
            "runner=emulated runs it under qemu"};
  }
  return {"is no program that this machine can run", path, "give an ELF executable or a script with a #! line"};
}

Error not_permitted(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode))
    return {"is a directory", path, "give the program in it"};
  return {"is not executable", path, "chmod +x makes it so, if it is a program"};
}

Error explain_exec(int error, const std::string& path) {
  struct stat status {};
  switch (error) {
    case ENOENT:
      if (stat(path.c_str(), &status) != 0) return {"no such file", path, "check the path"};
      return {"the loader or interpreter that it names is missing here", path, "see `readelf -l` or its #! line"};
    case ENOEXEC:
      return wrong_format(path);
    case EACCES:
      return not_permitted(path);
    default:
      return fail_with(error, "cannot be started", path).value();
  }
}

}  // namespace

Error explain(const StartFailure& failure, const StartPlan& plan) {
  const std::string why = std::strerror(failure.error);
  const Command& command = *plan.command;
  switch (failure.step) {
    case StartStep::Pin:
      return {fmt::format("cannot be pinned to CPU {}: {}", fmt::join(command.cpus, ","), why), plan.path,
              "`taskset -p $$` shows the CPUs there are"};
    case StartStep::Memory:
      return {fmt::format("memory cannot be limited to {} bytes: {}", command.memory_bytes, why), plan.path, ""};
    case StartStep::Directory:
      return {fmt::format("cannot enter directory {}: {}", command.directory, why), plan.path, "check the path"};
    case StartStep::Descriptors:
      return fail_with(failure.error, "descriptors cannot be passed on", plan.path).value();
    case StartStep::Exec:
      break;
  }
  Error told = explain_exec(failure.error, plan.path);
  if (command.memory_bytes > 0) told.shortage = false;  // of memory, it is the command's own limit
  return told;
}

}  // namespace assay

#include "runners/emulated.h"

#include <fmt/format.h>

#include "harness/core/machine.h"
#include "harness/core/paths.h"
#include "harness/core/programs.h"
#include "runners/registration.h"

namespace assay {
namespace fs = std::filesystem;

BoutRecord EmulatedRunner::run(const BoutSpec& spec, const std::atomic<bool>& stop) {
  BoutRecord record = local_.run(spec, stop);
  for (ProcessRecord& process : record.processes) process.facts["emulated"] = true;
  return record;
}

namespace {

/// The foreign architecture that stands for "another CPU" here, by its names.
struct Foreign {
  std::string machine;
  std::string debian;
  std::string triplet;
};

Foreign foreign() {
  if (own_architecture() == "aarch64") return {"x86_64", "amd64", "x86_64-linux-gnu"};
  return {"aarch64", "arm64", "aarch64-linux-gnu"};
}

Result<fs::path> emulator(const Foreign& cpu) {
  if (auto found = find_program("qemu-" + cpu.machine + "-static")) return *found;
  if (auto found = find_program("qemu-" + cpu.machine)) return *found;
  return fail(fmt::format("no emulator qemu-{}-static is here", cpu.machine), {}, "apt install qemu-user-static");
}

/// The dynamic loader is looked up below this: our own unpacked packages, else the cross compiler's libraries.
fs::path sysroot(const Foreign& cpu) {
  const fs::path own = user_data_dir() / "packages" / cpu.debian;
  std::error_code status;
  return fs::exists(own / "lib" / cpu.triplet, status) ? own : fs::path("/usr") / cpu.triplet;
}

Result<std::string> check_emulated(const std::string& argument) {
  const auto found = emulator(foreign());
  if (!found) return tl::unexpected(found.error());
  return argument;
}

Result<Placement> place_emulated() {
  const Foreign cpu = foreign();
  const auto program = emulator(cpu);
  if (!program) return tl::unexpected(program.error());
  Placement placement{cpu.machine, {program->string(), "-cpu", "max", "-L", sysroot(cpu).string()}, {}};
  // The emulated "max" is no CPU that OpenBLAS knows; without a core type it would not start at all.
  if (cpu.machine == "aarch64") placement.environment = {{"OPENBLAS_CORETYPE", "ARMV8"}};
  return placement;
}

Result<std::unique_ptr<Runner>> make_emulated(const std::string&) {
  return std::make_unique<EmulatedRunner>(installation().worker);
}

const RunnerRegistration registered{
    {.level = "emulated",
     .about = "another architecture under qemu: results are checked, times mean nothing",
     .make = make_emulated,
     .check = check_emulated,
     .place = place_emulated}};

}  // namespace
}  // namespace assay

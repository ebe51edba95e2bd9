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

/// The foreign architecture that stands for "another CPU" here.
std::string foreign() {
  return own_architecture() == "aarch64" ? "x86_64" : "aarch64";
}

Result<fs::path> emulator(const std::string& cpu) {
  if (auto found = find_program("qemu-" + cpu + "-static")) return *found;
  if (auto found = find_program("qemu-" + cpu)) return *found;
  return fail(fmt::format("no emulator qemu-{}-static is here", cpu), {}, "apt install qemu-user-static");
}

/// The dynamic loader is looked up below this: our own unpacked packages, else the cross compiler's libraries.
fs::path sysroot(const std::string& cpu) {
  const fs::path own = user_data_dir() / "packages" / debian_architecture(cpu);
  const std::string triplet = cpu + "-linux-gnu";
  std::error_code status;
  return fs::exists(own / "lib" / triplet, status) ? own : fs::path("/usr") / triplet;
}

Result<std::string> check_emulated(const std::string& argument) {
  const auto found = emulator(foreign());
  if (!found) return tl::unexpected(found.error());
  return argument;
}

Result<Placement> place_emulated() {
  const std::string cpu = foreign();
  const auto program = emulator(cpu);
  if (!program) return tl::unexpected(program.error());
  Placement placement{cpu, {program->string(), "-cpu", "max", "-L", sysroot(cpu).string()}, {}};
  // The emulated "max" is no CPU that OpenBLAS knows; without a core type it would not start at all.
  if (cpu == "aarch64") placement.environment = {{"OPENBLAS_CORETYPE", "ARMV8"}};
  return placement;
}

Result<std::unique_ptr<Runner>> make_emulated(const std::string&) {
  return std::make_unique<EmulatedRunner>(installation().worker);
}

const RunnerRegistration emulated_runner{
    {.level = "emulated",
     .about = "another architecture under qemu: results are checked, times mean nothing",
     .emulated = true,
     .make = make_emulated,
     .check = check_emulated,
     .place = place_emulated}};

}  // namespace
}  // namespace assay

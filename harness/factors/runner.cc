#include <fmt/format.h>
#include <sys/utsname.h>

#include <filesystem>

#include "harness/core/near_names.h"
#include "harness/core/paths.h"
#include "harness/factors/factor.h"
#include "harness/factors/programs.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

/// The foreign architecture that stands for "another CPU" here, and where its emulator and its libraries are.
struct Foreign {
  std::string machine;
  std::string debian;
  std::string triplet;
};

Foreign foreign() {
  utsname names{};
  uname(&names);
  const bool arm = std::string(names.machine) == "aarch64";
  return arm ? Foreign{"x86_64", "amd64", "x86_64-linux-gnu"} : Foreign{"aarch64", "arm64", "aarch64-linux-gnu"};
}

std::optional<fs::path> emulator(const Foreign& cpu) {
  if (auto found = find_program("qemu-" + cpu.machine + "-static")) return found;
  return find_program("qemu-" + cpu.machine);
}

/// The dynamic loader is looked up below this: our own unpacked packages, else the cross compiler's libraries.
fs::path sysroot(const Foreign& cpu) {
  const fs::path own = user_data_dir() / "packages" / cpu.debian;
  std::error_code status;
  return fs::exists(own / "lib" / cpu.triplet, status) ? own : fs::path("/usr") / cpu.triplet;
}

class RunnerFactor final : public Factor {
 public:
  std::string name() const override { return "runner"; }
  std::string about() const override {
    return "Where processes run: on this machine, or under an emulator of another CPU.";
  }
  std::string value() const override { return "a name of 'assay list runners'"; }
  int rank() const override { return 5; }
  std::optional<std::string> standard() const override { return "local"; }
  bool universal() const override { return true; }
  std::vector<std::string> known() const override { return {"emulated", "local"}; }

  Result<std::string> check(const std::string& level) const override {
    if (level == "local") return level;
    if (level == "emulated") return check_emulator();
    if (level.starts_with("mock:")) return check_mock(level);
    return fail(fmt::format("unknown runner \"{}\"", level), {}, hint_for(level, known()));
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    draft.runner = level;
    if (level != "emulated") return {};
    const Foreign cpu = foreign();
    const auto program = emulator(cpu);
    if (!program) return tl::unexpected(check_emulator().error());
    draft.architecture = cpu.machine;
    draft.prefix = {program->string(), "-cpu", "max", "-L", sysroot(cpu).string()};
    // The emulated "max" is no CPU that OpenBLAS knows; without a core type it would not start at all.
    if (cpu.machine == "aarch64") draft.member.environment.try_emplace("OPENBLAS_CORETYPE", "ARMV8");
    return {};
  }

 private:
  static Result<std::string> check_emulator() {
    const Foreign cpu = foreign();
    if (emulator(cpu)) return "emulated";
    return fail(fmt::format("no emulator qemu-{}-static is here", cpu.machine), {}, "apt install qemu-user-static");
  }

  static Result<std::string> check_mock(const std::string& level) {
    const std::string file = level.substr(5);
    std::error_code status;
    if (fs::is_regular_file(file, status)) return "mock:" + fs::absolute(file).lexically_normal().string();
    return fail(fmt::format("no file \"{}\" for the mock runner", file), {}, "it describes the simulated workloads");
  }
};

const FactorRegistration registration(std::make_unique<RunnerFactor>());

}  // namespace
}  // namespace assay

#include <fmt/format.h>

#include <algorithm>

#include "harness/cli/command.h"
#include "harness/cli/version.h"
#include "harness/core/json.h"
#include "harness/host/advice.h"
#include "harness/host/describe.h"
#include "harness/host/names.h"
#include "harness/host/usable_cpus.h"
#include "harness/worker/turns.h"

namespace assay {
namespace {

// At 20 µs a reading, a second on eight CPUs is 6,000 readings each: enough for shares to the percent.
constexpr double kLookSeconds = 1;
constexpr std::size_t kMostCpus = 8;

Json doctor_json(const HostFacts& facts, const NoiseState& noise, const std::vector<Advice>& advice) {
  const CpuName name = cpu_name(facts);
  return {{"command", "doctor"},
          {"version", version_number()},
          {"host_id", host_id(facts)},
          {"cpu", {{"name", describe_cpu(facts)}, {"core", name.core}, {"product", name.product}, {"ids", name.ids}}},
          {"usable_cpus", usable_cpus()},
          {"host", to_json(facts)},
          {"noise", to_json(noise)},
          {"advice", to_json(advice)}};
}

class Doctor : public Subcommand {
 public:
  std::string name() const override { return "doctor"; }
  std::string about() const override {
    return "Tell what this host is, how noisy it is now, and what to change so that it measures better; changes "
           "nothing itself.";
  }
  std::string example() const override {
    return "assay doctor\n"
           "assay doctor --json";
  }
  void add_options(CLI::App&) override {}

  Exit run(const Common& common) override {
    auto cpus = allowed_cpus();
    cpus.resize(std::min(cpus.size(), kMostCpus));
    const HostFacts facts = read_host();
    const NoiseState noise = look_at_noise(cpus, kLookSeconds, assay_reference_ns);
    const auto advice = advise(facts);
    if (common.json) {
      fmt::print("{}\n", doctor_json(facts, noise, advice).dump(2));
    } else {
      fmt::print("{}\n{}\n{}", host_text(facts), noise_text(noise, kLookSeconds), advice_text(advice));
    }
    return Exit::Fine;
  }
};

const CommandRegistration registration(std::make_unique<Doctor>());

}  // namespace
}  // namespace assay

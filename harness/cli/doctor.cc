#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>

#include "harness/cli/against_itself.h"
#include "harness/cli/command.h"
#include "harness/cli/version.h"
#include "harness/core/json.h"
#include "harness/host/advice.h"
#include "harness/host/describe.h"
#include "harness/host/names.h"
#include "harness/host/usable_cpus.h"
#include "harness/report/host_record.h"
#include "harness/study/study.h"
#include "harness/worker/turns.h"
#include "results/store.h"

namespace assay {
namespace {

// At 20 µs a reading, a second on eight CPUs is 6,000 readings each: enough for shares to the percent.
constexpr double kLookSeconds = 1;
constexpr std::size_t kMostCpus = 8;

using Record = Result<std::optional<HostRecord>>;

/// By the usual rule; a store that is not there is not made.
Record stored_record(const HostFacts& facts, const std::string& db) {
  std::error_code status;
  if (!std::filesystem::exists(db, status)) return std::optional<HostRecord>{};
  const auto store = Store::open(db, Store::Access::ReadOnly);
  if (!store) return tl::unexpected(store.error());
  return host_record(*store, {{"id", host_id(facts)}}, Decision{}.care_percent);
}

std::string record_text(const Record& record, const std::string& db) {
  if (!record) return "Record\n  " + to_string(record.error()) + "\n";
  if (*record) return "Record\n  " + host_record_line(**record) + "  # in " + db + "\n";
  return "Record\n  none in " + db + "  assay doctor --aa  # how often equals are said to have changed here\n";
}

Json doctor_json(const HostFacts& facts, const NoiseState& noise, const std::vector<Advice>& advice,
                 const Record& record) {
  const CpuName name = cpu_name(facts);
  return {{"command", "doctor"},
          {"version", version_number()},
          {"host_id", host_id(facts)},
          {"cpu", {{"name", describe_cpu(facts)}, {"core", name.core}, {"product", name.product}, {"ids", name.ids}}},
          {"usable_cpus", usable_cpus()},
          {"host", to_json(facts)},
          {"noise", to_json(noise)},
          {"advice", to_json(advice)},
          {"host_record", record && *record ? to_json(**record) : Json(nullptr)}};
}

class Doctor : public Subcommand {
 public:
  std::string name() const override { return "doctor"; }
  std::string about() const override {
    return "Tell what this host is, how noisy it is now, and what to change so that it measures better; changes "
           "nothing itself. With --aa: measure how often this host calls equals changed.";
  }
  std::string example() const override {
    return "assay doctor\n"
           "assay doctor --json\n"
           "assay doctor --aa --max-time 10m\n"
           "assay doctor --aa --workload 'python.*' --care '1 %'";
  }
  void add_options(CLI::App& app) override {
    options_ = {};
    aa_ = false;
    app.add_flag("--aa", aa_,
                 "Compare workloads with themselves, again and again for --max-time (5m): the false-positive rate of "
                 "this host, which is then told under its verdicts");
    add_self_test_options(app, options_);
  }

  Exit run(const Common& common) override {
    if (aa_) return self_test(options_, common);
    auto cpus = allowed_cpus();
    cpus.resize(std::min(cpus.size(), kMostCpus));
    const HostFacts facts = read_host();
    const NoiseState noise = look_at_noise(cpus, kLookSeconds, assay_reference_ns);
    const auto advice = advise(facts);
    const Record record = stored_record(facts, common.db);
    if (common.json) {
      std::cout << doctor_json(facts, noise, advice, record).dump(2) << '\n';
    } else {
      std::cout << fmt::format("{}\n{}\n{}\n{}", host_text(facts), noise_text(noise, kLookSeconds), advice_text(advice),
                               record_text(record, common.db));
    }
    return Exit::Fine;
  }

 private:
  bool aa_ = false;
  SelfTestOptions options_;
};

const CommandRegistration doctor_registration(std::make_unique<Doctor>());

}  // namespace
}  // namespace assay

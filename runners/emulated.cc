#include "runners/emulated.h"

#include "harness/core/paths.h"
#include "runners/registration.h"

namespace assay {

BoutRecord EmulatedRunner::run(const BoutSpec& spec, const std::atomic<bool>& stop) {
  BoutRecord record = local_.run(spec, stop);
  for (ProcessRecord& process : record.processes) process.facts["emulated"] = true;
  return record;
}

namespace {

Result<std::unique_ptr<Runner>> make_emulated(const std::string&) {
  return std::make_unique<EmulatedRunner>(installation().worker);
}

const RunnerRegistration registered{
    {.level = "emulated",
     .about = "another architecture under qemu: results are checked, times mean nothing",
     .make = make_emulated}};

}  // namespace
}  // namespace assay

#pragma once

#include "runners/local.h"

namespace assay {

/// The local runner for members of another architecture: their command lines begin with an emulator. The leader is this
/// machine's own. Whatever the members say, their facts are marked `emulated`, so that no time of theirs is ever
/// compared.
class EmulatedRunner : public Runner {
 public:
  explicit EmulatedRunner(std::filesystem::path worker) : local_(std::move(worker)) {}
  BoutRecord run(const BoutSpec& spec, const std::atomic<bool>& stop) override;

 private:
  LocalRunner local_;
};

}  // namespace assay

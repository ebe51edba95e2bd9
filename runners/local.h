#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "runners/runner.h"

namespace assay {

/// Runs bouts on this machine: starts the worker as leader, reads its lines, and leaves no process behind, whatever
/// happens.
class LocalRunner : public Runner {
 public:
  explicit LocalRunner(std::filesystem::path worker);
  BoutRecord run(const BoutSpec& spec, const std::atomic<bool>& stop) override;

 private:
  std::filesystem::path worker_;
  std::vector<int> earlier_children_;  ///< a shell that became us by exec may have left some; they are not ours to end
};

}  // namespace assay

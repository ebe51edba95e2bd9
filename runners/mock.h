#pragma once

#include "harness/core/bout.h"
#include "harness/core/cell.h"
#include "runners/mock_world.h"
#include "runners/runner.h"

namespace assay {

/// Simulated time begins here: 2023-11-14 22:13:20 UTC.
inline constexpr double kMockEpoch = 1.7e9;

/// Simulates bouts without a process and without a clock: what a bout records depends on its spec alone, so that
/// schedules, retries, resumption and verdicts can be tested exactly.
class MockRunner : public Runner {
 public:
  explicit MockRunner(MockWorld world) : world_(std::move(world)) {}
  BoutRecord run(const BoutSpec& spec, const std::atomic<bool>& stop) override;

 private:
  MockWorld world_;
};

/// A member that the mock runner understands: the cell itself is its configuration message.
MemberSpec mock_member(const Cell& cell);

}  // namespace assay

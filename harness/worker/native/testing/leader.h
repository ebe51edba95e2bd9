#pragma once

#include <vector>

#include "harness/core/json.h"
#include "harness/worker/turns.h"

namespace assay::native {

/// What a leader in the test gets from a member that runs in this process, on another thread.
struct Conversation {
  int status = -1;  ///< what run_member returned
  Json ready;
  Json failed;
  Json result;
  std::vector<assay_slice> slices;
};

/// Hands over `config`, gives `turns` turns of `slices` slices of `iterations`, and says finish.
Conversation converse(const Json& config, int turns, std::uint32_t slices, std::uint64_t iterations);

}  // namespace assay::native

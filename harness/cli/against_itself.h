#pragma once

#include <optional>

#include "harness/cli/live.h"

namespace assay {

struct SelfTestOptions {
  LiveOptions live;                ///< --workload, --set, --care, --max-time, --process-limit, --runner
  std::optional<int> comparisons;  ///< stop after so many
};

void add_self_test_options(CLI::App& app, SelfTestOptions& options);

/// `assay doctor --aa`: each workload against itself through the whole of `assay ab`, again and again until the time is
/// up. Each comparison is a run of its own (kind `aa`), so that each is decided as a single `assay ab` is.
Exit self_test(const SelfTestOptions& options, const Common& common);

}  // namespace assay

#pragma once

#include <functional>

#include "harness/core/process.h"

namespace assay {

/// Ends a child that takes too long or was interrupted; it is waited for afterwards.
using GiveUp = std::function<void(const Child& child)>;

/// capture() with another way to end the child than to kill its group.
Result<Captured> capture(const Command& command, double seconds, std::size_t most_bytes, const GiveUp& give_up);

}  // namespace assay

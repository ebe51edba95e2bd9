#pragma once

#include <chrono>
#include <functional>

namespace assay {

/// How a store that another process has locked is waited for.
struct LockWait {
  std::chrono::milliseconds most;
  std::function<bool()> gives_up = {};  ///< looked at many times a second
  std::function<void()> tells = {};     ///< once for a lock that lasts longer than a commit does
};

}  // namespace assay

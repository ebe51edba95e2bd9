#pragma once

#include <atomic>

namespace assay {

/// While it lives, capture() kills what it waits for once `stop` is raised, and starts nothing more: Ctrl-C is about
/// the whole process, whichever of its threads asks an interpreter or waits for a compiler. One at a time.
class StopsCaptures {
 public:
  explicit StopsCaptures(const std::atomic<bool>& stop);
  ~StopsCaptures();
  StopsCaptures(const StopsCaptures&) = delete;
  StopsCaptures& operator=(const StopsCaptures&) = delete;
};

bool captures_are_stopped();

}  // namespace assay

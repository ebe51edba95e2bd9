#pragma once

#include <atomic>

#include "harness/core/process_stop.h"

namespace assay {

/// Ctrl-C and its kin while a session runs. The first one lets the bout at hand end, for a few seconds at most; the
/// second one gives it up, and what is compiled or asked; the third one leaves at once. The handlers that were there
/// before come back with the destructor.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  const std::atomic<bool>& interrupted() const;
  const std::atomic<bool>& stop() const;

 private:
  StopsCaptures captures_;
};

}  // namespace assay

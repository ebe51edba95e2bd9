#pragma once

#include <string>

#include "harness/core/error.h"

namespace assay {

/// Held while a night is measured into a store, so that no two of them go on with one run, or judge one night. It is
/// the operating system's lock on a file beside the store: it ends with the process, however that ends.
class NightLock {
 public:
  /// An error where another process holds it.
  static Result<NightLock> take(const std::string& db);

  NightLock(NightLock&& other) noexcept;
  NightLock(const NightLock&) = delete;
  NightLock& operator=(const NightLock&) = delete;
  NightLock& operator=(NightLock&&) = delete;
  ~NightLock();

 private:
  NightLock(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

  int descriptor_;
  std::string path_;
};

}  // namespace assay

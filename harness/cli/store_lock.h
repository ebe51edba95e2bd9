#pragma once

#include <functional>
#include <string>

#include "harness/core/error.h"

namespace assay {

/// Held while one process alone may measure something into a store. It is the operating system's lock on a file beside
/// the store: it ends with the process, however that ends. The file tells others which process that is.
class StoreLock {
 public:
  /// For a night, so that no two processes judge it. An error where another process holds it.
  static Result<StoreLock> of_night(const std::string& db);
  /// For a run, so that no two processes go on with it. An error where another process holds it.
  static Result<StoreLock> of_run(const std::string& db, const std::string& run);

  StoreLock(StoreLock&& other) noexcept;
  StoreLock& operator=(StoreLock&& other) noexcept;
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;
  ~StoreLock();

 private:
  /// `held`: what is told where it is held, given by whom (`process 4711`).
  static Result<StoreLock> take(std::string path, const std::function<Error(const std::string& holder)>& held);
  StoreLock(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

  int descriptor_;
  std::string path_;
};

}  // namespace assay

#include "harness/cli/night_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace assay {
namespace {

/// Whoever held it before removes the file: a lock on what is no longer there locks nothing.
bool is_at(int descriptor, const std::string& path) {
  struct stat held {};
  struct stat named {};
  return fstat(descriptor, &held) == 0 && stat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino &&
         held.st_dev == named.st_dev;
}

}  // namespace

Result<NightLock> NightLock::take(const std::string& db) {
  std::string path = db + "-night";
  for (;;) {
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
      return fail("cannot be opened: " + std::generic_category().message(errno), path,
                  "a night needs a folder that can be written to");
    const int error = flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
    if (error == 0 && is_at(descriptor, path)) return NightLock(descriptor, std::move(path));
    close(descriptor);
    if (error == EWOULDBLOCK)
      return fail("another 'assay nightly' measures into this store", db, "wait until it has ended; nothing was begun");
    if (error != 0 && error != EINTR) return fail("cannot be locked: " + std::generic_category().message(error), path);
  }
}

NightLock::NightLock(NightLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

NightLock::~NightLock() {
  if (descriptor_ < 0) return;
  unlink(path_.c_str());
  close(descriptor_);
}

}  // namespace assay

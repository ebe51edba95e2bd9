#include "harness/cli/store_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <system_error>
#include <utility>

namespace assay {
namespace {

/// By whatever links the store is named, the lock is one.
std::string beside(const std::string& db, const std::string& ending) {
  std::error_code failed;
  const auto whole = std::filesystem::weakly_canonical(db, failed);
  return (failed ? db : whole.string()) + ending;
}

/// Whoever held it before removes the file: a lock on what is no longer there locks nothing.
bool is_at(int descriptor, const std::string& path) {
  struct stat held {};
  struct stat named {};
  return fstat(descriptor, &held) == 0 && stat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino &&
         held.st_dev == named.st_dev;
}

/// Where the disk is full it stays unsaid: the lock holds all the same.
void write_own_id(int descriptor) {
  const std::string id = std::to_string(getpid());
  if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, id.data(), id.size(), 0) < 0) return;
}

std::string holder_in(int descriptor) {
  std::array<char, 32> text{};
  const auto size = pread(descriptor, text.data(), text.size(), 0);
  int id = 0;
  if (size > 0) std::from_chars(text.data(), text.data() + size, id);
  return id > 0 ? fmt::format("process {}", id) : "another process";
}

}  // namespace

Result<StoreLock> StoreLock::of_night(const std::string& db) {
  return take(beside(db, "-night"), [&](const std::string& holder) {
    return Error{fmt::format("another 'assay nightly' measures into this store ({})", holder), db,
                 "wait until it has ended; nothing was begun"};
  });
}

Result<StoreLock> StoreLock::of_run(const std::string& db, const std::string& run) {
  return take(beside(db, "-run-" + run), [&](const std::string& holder) {
    return Error{fmt::format("{} is measuring run {}, which this command would continue", holder, run), db,
                 "wait until it has ended, or give --new for a run of its own; nothing was begun"};
  });
}

Result<StoreLock> StoreLock::take(std::string path, const std::function<Error(const std::string& holder)>& held) {
  for (;;) {
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
      return fail("cannot be opened: " + std::generic_category().message(errno), path,
                  "measuring needs a folder of the store that can be written to");
    StoreLock lock(descriptor, {});
    const int error = flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
    if (error == EWOULDBLOCK) return tl::unexpected(held(holder_in(descriptor)));
    if (error != 0 && error != EINTR) return fail("cannot be locked: " + std::generic_category().message(error), path);
    if (error != 0 || !is_at(descriptor, path)) continue;
    write_own_id(descriptor);
    lock.path_ = std::move(path);
    return lock;
  }
}

StoreLock::StoreLock(StoreLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

StoreLock& StoreLock::operator=(StoreLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

StoreLock::~StoreLock() {
  if (descriptor_ < 0) return;
  if (!path_.empty()) unlink(path_.c_str());
  close(descriptor_);
}

}  // namespace assay

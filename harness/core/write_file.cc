#include "harness/core/write_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace assay {
namespace fs = std::filesystem;
namespace {

bool write_all(int descriptor, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = write(descriptor, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    done += static_cast<std::size_t>(count);
  }
  return fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS;  // these two: no file that could be synchronised
}

/// A pipe that nobody has open to read would be waited for without end: it is opened as if it could not wait, and waits
/// for its reader from then on. -1 with errno.
int open_to_write(const fs::path& file) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0666);
  if (descriptor >= 0) fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
  return descriptor;
}

/// 0, or errno.
int write_to(const fs::path& file, const std::string& text) {
  const int descriptor = open_to_write(file);
  if (descriptor < 0) return errno;
  int error = write_all(descriptor, text) ? 0 : errno;
  if (close(descriptor) != 0 && error == 0) error = errno;
  return error;
}

int replace(const fs::path& file, const std::string& text) {
  const fs::path part = file.string() + '.' + std::to_string(getpid()) + ".part";
  int error = write_to(part, text);
  if (error == 0 && rename(part.c_str(), file.c_str()) != 0) error = errno;
  if (error != 0) unlink(part.c_str());
  return error;
}

}  // namespace

Result<void> write_file(const fs::path& file, const std::string& text, const std::string& hint) {
  std::error_code ignored;
  const bool replaced = !fs::exists(file, ignored) || fs::is_regular_file(fs::symlink_status(file, ignored));
  const int error = replaced ? replace(file, text) : write_to(file, text);
  if (error == 0) return {};
  if (error == ENXIO) return fail("cannot be written: nobody reads this pipe", file.string(), hint);
  return fail("cannot be written: " + std::generic_category().message(error), file.string(), hint);
}

}  // namespace assay

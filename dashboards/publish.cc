#include "dashboards/publish.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "dashboards/page.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

constexpr const char* kNextStep = "choose a folder that you can write with --to";

tl::unexpected<Error> refused(const fs::path& path, int error) {
  return fail("cannot be written: " + std::generic_category().message(error), path.string(), kNextStep);
}

bool write_all(int descriptor, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = write(descriptor, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    done += static_cast<std::size_t>(count);
  }
  return fsync(descriptor) == 0;
}

Result<void> write_file(const fs::path& file, const std::string& text) {
  const fs::path part = file.string() + '.' + std::to_string(getpid()) + ".part";
  const int descriptor = open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) return refused(file, errno);
  int error = write_all(descriptor, text) ? 0 : errno;
  if (close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && rename(part.c_str(), file.c_str()) != 0) error = errno;
  if (error == 0) return {};
  unlink(part.c_str());
  return refused(file, error);
}

}  // namespace

Result<fs::path> publish_page(const RunReport& report, const fs::path& site, const fs::path& folder) {
  const auto page = render_page(report, site);
  if (!page) return tl::unexpected(page.error());
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return refused(folder, error.value());
  const fs::path file = folder / "index.html";
  if (const auto written = write_file(file, *page); !written) return tl::unexpected(written.error());
  return file;
}

}  // namespace assay

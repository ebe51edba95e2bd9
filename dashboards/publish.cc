#include "dashboards/publish.h"

#include <system_error>

#include "dashboards/page.h"
#include "harness/core/write_file.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

constexpr const char* kNextStep = "choose a folder that you can write with --to";

tl::unexpected<Error> refused(const fs::path& path, int error) {
  return fail("cannot be written: " + std::generic_category().message(error), path.string(), kNextStep);
}

}  // namespace

Result<fs::path> publish_page(const RunReport& report, const fs::path& site, const fs::path& folder) {
  const auto page = render_page(report, site);
  if (!page) return tl::unexpected(page.error());
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return refused(folder, error.value());
  const fs::path file = folder / "index.html";
  if (const auto written = write_file(file, *page, kNextStep); !written) return tl::unexpected(written.error());
  return file;
}

}  // namespace assay

#include <algorithm>

#include "harness/catalog/manifest.h"
#include "harness/catalog/workload.h"

namespace assay {
namespace fs = std::filesystem;

Catalog::Catalog(std::vector<Workload> workloads) : workloads_(std::move(workloads)) {}

Checked<Catalog> Catalog::read(const fs::path& suites) {
  std::vector<fs::path> folders;
  std::error_code status;
  for (const auto& entry : fs::directory_iterator(suites, status)) {
    if (fs::exists(entry.path() / "suite.toml")) folders.push_back(entry.path());
  }
  if (status || folders.empty()) {
    return tl::unexpected(Errors{{status ? status.message() : "no suite is here", suites.string(),
                                  "is Assay installed whole? share/assay/suites lies beside bin/"}});
  }
  std::ranges::sort(folders);
  std::vector<Workload> workloads;
  Errors errors;
  for (const fs::path& folder : folders) {
    if (auto read = read_suite(folder)) {
      std::ranges::move(*read, std::back_inserter(workloads));
    } else {
      std::ranges::move(read.error(), std::back_inserter(errors));
    }
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return Catalog(std::move(workloads));
}

const Workload* Catalog::find(const std::string& full_name) const {
  const auto found = std::ranges::find_if(workloads_, [&](const Workload& w) { return w.full_name() == full_name; });
  return found == workloads_.end() ? nullptr : &*found;
}

}  // namespace assay

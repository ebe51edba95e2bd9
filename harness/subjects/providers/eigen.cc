#include "harness/subjects/providers/eigen.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <regex>

#include "harness/core/paths.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

/// Eigen behind BLAS's names: compiled on demand from suites/linalg/eigen with the configuration's compiler and flags.
class EigenBlas : public Provider {
 public:
  std::vector<std::string> names() const override { return {"eigen"}; }

  Blas find(const std::string& name, const Places& places) const override {
    return {.name = name,
            .provider = "eigen",
            .threading = "serial",
            .library = {},
            .preload = {},
            .lapack = std::nullopt,
            .package = "libeigen3-dev",
            .compiled_on_demand = true,
            .present = eigen_headers(places).has_value()};
  }

  Result<Compiled> build(const Build& build, const Places& places) const override {
    return compile_eigen(build, places);
  }
};

const ProviderRegistration eigen_registration(std::make_unique<EigenBlas>());

/// `3 4 0`, from the three macros that state it.
std::string version(const fs::path& headers) {
  std::ifstream file(headers / "Eigen/src/Core/util/Macros.h");
  static const std::regex pattern(R"(#define EIGEN_(WORLD|MAJOR|MINOR)_VERSION +([0-9]+))");
  std::string found;
  for (std::string line; std::getline(file, line);) {
    std::smatch match;
    if (std::regex_search(line, match, pattern)) found += match[2].str() + ' ';
  }
  return found;
}

}  // namespace

std::optional<fs::path> eigen_headers(const Places& places) {
  std::error_code ignored;
  for (const fs::path& root : {places.system, places.packages})
    if (fs::exists(root / "usr/include/eigen3/Eigen/Core", ignored)) return root / "usr/include/eigen3";
  return std::nullopt;
}

std::string eigen_source(const Cell& cell) {
  const std::string workload = cell.workload.substr(cell.workload.find('.') + 1);
  const auto type = cell.parameters.find("type");
  return workload + "_" + (type != cell.parameters.end() ? type->second : "d") + ".cc";
}

std::vector<std::string> eigen_sources(const fs::path& folder, const Cell& cell) {
  const std::string own = eigen_source(cell);
  std::vector<std::string> sources;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    const bool of_a_workload = name.find('_') != std::string::npos;
    if (entry.path().extension() != ".cc" || name == "padding.cc") continue;
    if (!of_a_workload || name == own) sources.push_back(name);
  }
  std::ranges::sort(sources);
  return sources;
}

Result<Compiled> compile_eigen(const Build& build, const Places& places) {
  const auto headers = eigen_headers(places);
  if (!headers) return fail("Eigen's headers are not here", {}, "install libeigen3-dev");
  const std::string target = build.compiler.target.substr(0, build.compiler.target.find('-'));
  if (target != places.architecture)
    return fail(fmt::format("makes code for {}, and this runs on {}", target, places.architecture), build.compiler.name,
                fmt::format("set compiler={}-linux-gnu-g++", places.architecture));
  const fs::path folder = installation().suites / "linalg/eigen";
  if (!fs::exists(folder / eigen_source(build.cell)))
    return fail(fmt::format("blas=eigen has no {}", workload_name(build.cell)), {},
                fmt::format("its code would be {}", (folder / eigen_source(build.cell)).string()));
  const Compilation compilation{.name = "eigen",
                                .folder = folder,
                                .sources = eigen_sources(folder, build.cell),
                                .headers = {*headers},
                                .headers_version = version(*headers),
                                .compiler = build.compiler,
                                .flags = build.flags,
                                .replica = build.replica,
                                .announce = build.announce};
  return compile(compilation, user_cache_dir() / "compiled");
}

}  // namespace assay

#include <fmt/format.h>

#include <filesystem>

#include "harness/core/machine.h"
#include "harness/core/paths.h"
#include "harness/factors/kind.h"
#include "harness/factors/thread_environment.h"
#include "harness/subjects/elf.h"
#include "harness/subjects/providers/provider.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

Result<fs::path> worker_for(const std::string& architecture) {
  const bool own = architecture == own_architecture();
  const fs::path worker = own ? installation().worker : installation_for(architecture).worker;
  std::error_code ignored;
  if (fs::exists(worker, ignored)) return worker;
  return fail(fmt::format("the worker for {} is not built", architecture), worker,
              own ? "install Assay again" : "build it: scripts/build arm64");
}

/// Unpacked packages bring their run-time libraries (libgfortran, libgomp) where this machine may have none.
void add_library_path(Draft& draft) {
  const Places places = places_for(draft.architecture);
  const fs::path folder = places.folders().back();
  const bool unpacked = draft.blas->library.string().starts_with(places.packages.string() + "/");
  std::error_code ignored;
  if (!unpacked || !fs::exists(folder / "libgfortran.so.5", ignored)) return;
  std::string& path = draft.member.environment["LD_LIBRARY_PATH"];
  path = path.empty() ? folder.string() : folder.string() + ":" + path;
}

Json blas_json(const Draft& draft) {
  const Blas& blas = *draft.blas;
  Json json = {{"library", blas.library}, {"provider", blas.provider}, {"threads", draft.member.threads}};
  json["preload"] = Json::array();
  for (const fs::path& library : blas.preload) json["preload"].push_back(library);
  if (blas.lapack) json["lapack"] = *blas.lapack;
  return json;
}

/// Our worker in the role of a native member, which loads the library that the draft names.
class Native final : public Kind {
 public:
  std::string name() const override { return "native"; }

  Result<void> compose(Draft& draft) const override {
    const auto worker = worker_for(draft.architecture);
    if (!worker) return tl::unexpected(worker.error());
    draft.member.argv = {worker->string(), "native"};
    draft.member.config = {{"workload", draft.cell.workload}, {"parameters", draft.cell.parameters}};
    if (!draft.blas) return {};
    if (!draft.cell.configuration.contains("threads")) set_thread_environment(draft, draft.member.threads);
    add_library_path(draft);
    draft.member.config["blas"] = blas_json(draft);
    draft.member.config["subject"] = draft.blas->facts;
    return {};
  }
};

const KindRegistration kind_native_registration(std::make_unique<Native>());

}  // namespace
}  // namespace assay

#include <fmt/format.h>

#include <algorithm>

#include "harness/core/machine.h"
#include "harness/core/near_names.h"
#include "harness/core/paths.h"
#include "harness/subjects/elf.h"
#include "harness/subjects/file.h"
#include "harness/subjects/providers/provider.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

std::vector<std::unique_ptr<Provider>>& providers() {
  static std::vector<std::unique_ptr<Provider>> all;
  return all;
}

Blas with_facts(Blas blas) {
  if (blas.compiled_on_demand || !blas.present) return blas;
  if (const auto elf = read_elf(blas.library)) blas.facts = to_json(*elf);
  return blas;
}

}  // namespace

ProviderRegistration::ProviderRegistration(std::unique_ptr<Provider> provider) {
  providers().push_back(std::move(provider));
}

std::vector<fs::path> Places::folders() const {
  const fs::path multiarch = "usr/lib/" + architecture + "-linux-gnu";
  return {system / multiarch, packages / multiarch};
}

std::optional<fs::path> Places::find(const fs::path& relative) const {
  std::error_code ignored;
  for (const fs::path& folder : folders())
    if (fs::exists(folder / relative, ignored)) return folder / relative;
  return std::nullopt;
}

Places places_for(const std::string& architecture) {
  return {architecture, "/", user_data_dir() / "packages" / debian_architecture(architecture)};
}

std::optional<fs::path> netlib_lapack(const Places& places) {
  return places.find("lapack/liblapack.so.3");
}

std::vector<std::string> blas_names() {
  std::vector<std::string> names;
  for (const auto& provider : providers())
    for (std::string& name : provider->names()) names.push_back(std::move(name));
  std::ranges::sort(names);
  return names;
}

Result<Compiled> Provider::build(const Build& /*build*/, const Places& /*places*/) const {
  return fail("is built already", {}, "a provider whose libraries are compiled on demand overrides Provider::build");
}

Result<Compiled> build_blas(const Blas& blas, const Build& build, const Places& places) {
  for (const auto& provider : providers())
    if (std::ranges::count(provider->names(), blas.name) != 0) return provider->build(build, places);
  return fail("nobody knows how to compile it", "blas=" + blas.name);
}

Result<Blas> find_blas(const std::string& name_or_path, const Places& places) {
  if (is_path(name_or_path)) return unknown_blas(name_or_path, places).map(with_facts);
  for (const auto& provider : providers())
    for (const std::string& name : provider->names())
      if (name == name_or_path) return with_facts(provider->find(name, places));
  return fail(fmt::format("unknown BLAS \"{}\"", name_or_path), {}, hint_for(name_or_path, blas_names()));
}

std::vector<Blas> find_blas(const Places& places) {
  std::vector<Blas> found;
  for (const std::string& name : blas_names()) found.push_back(*find_blas(name, places));
  return found;
}

std::vector<Blas> find_blas() {
  return find_blas(places_for(own_architecture()));
}
Result<Blas> find_blas(const std::string& name_or_path) {
  return find_blas(name_or_path, places_for(own_architecture()));
}

Error missing(const Blas& blas) {
  const char* how =
      blas.compiled_on_demand ? "install {0}" : "run scripts/fetch-packages add {0}, which unpacks it for Assay alone";
  return {.what = fmt::format("BLAS {} is not here", blas.name),
          .where = {},
          .hint = fmt::format(fmt::runtime(how), blas.package)};
}

}  // namespace assay

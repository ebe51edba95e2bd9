#include <fmt/format.h>

#include <algorithm>

#include "harness/factors/factor.h"
#include "harness/factors/words.h"
#include "harness/subjects/elf.h"
#include "harness/subjects/providers/provider.h"

namespace assay {
namespace {

class BlasFactor final : public Factor {
 public:
  std::string name() const override { return "blas"; }
  std::string about() const override { return "Which library provides BLAS, and LAPACK with it."; }
  std::string value() const override { return "a name of 'assay list blas', or a path to a shared library"; }
  int rank() const override { return 50; }
  std::optional<std::string> standard() const override { return "openblas-pthread"; }
  std::vector<std::string> known() const override { return blas_names(); }

  Result<std::string> check(const std::string& level) const override {
    const auto blas = find_blas(level);
    if (!blas) return tl::unexpected(blas.error());
    if (!blas->present) return tl::unexpected(missing(*blas));
    return blas->provider == "unknown" ? blas->library.string() : level;
  }

  std::vector<std::string> brings(const std::string& level) const override {
    const auto blas = find_blas(level);
    if (blas && blas->compiled_on_demand) return {"compiler", "flags", "replica"};
    return {};
  }

  std::map<std::string, std::string> blocks(const std::string& level) const override {
    std::map<std::string, std::string> blocked;
    const auto blas = find_blas(level);
    if (blas && blas->threading == "serial") blocked["threads"] = "which has one thread only";
    if (blas && blas->compiled_on_demand) return blocked;
    for (const char* factor : {"compiler", "flags", "replica"})
      blocked[factor] = "which is built already; blas=eigen is compiled on demand";
    return blocked;
  }

  Json subject(const std::string& level) const override {
    const auto blas = find_blas(level);
    if (!blas) return nullptr;
    return {{"provider", blas->provider},
            {"threading", blas->threading},
            {"library", blas->library.string()},
            {"facts", blas->facts}};
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    const Places places = places_for(draft.architecture);
    auto blas = find_blas(level, places);
    if (!blas) return tl::unexpected(blas.error());
    if (!blas->present) return tl::unexpected(missing(*blas));
    if (blas->compiled_on_demand) {
      if (auto built = build(draft, places, *blas); !built) return built;
    }
    draft.blas = std::move(*blas);
    return {};
  }

 private:
  static Result<void> build(const Draft& draft, const Places& places, Blas& blas) {
    if (!draft.compiler) return fail("no compiler is set", "blas=" + blas.name, "set compiler=g++");
    const auto flags = split_words(draft.flags);
    if (!flags) return tl::unexpected(flags.error());
    const auto compiled =
        build_blas(blas, {draft.cell, *draft.compiler, *flags, draft.replica, draft.announce}, places);
    if (!compiled) return tl::unexpected(compiled.error());
    blas.library = compiled->library;
    if (const auto elf = read_elf(blas.library)) blas.facts = to_json(*elf);
    blas.facts["compiler"] = draft.compiler->version;
    blas.facts["target"] = draft.compiler->target;
    blas.facts["log"] = compiled->log;
    return {};
  }
};

const FactorRegistration blas_registration(std::make_unique<BlasFactor>());

}  // namespace
}  // namespace assay

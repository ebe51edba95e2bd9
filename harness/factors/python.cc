#include <cstdlib>

#include "harness/core/machine.h"
#include "harness/core/paths.h"
#include "harness/factors/factor.h"
#include "harness/subjects/elf.h"
#include "harness/subjects/python/places.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

/// A study file is read by no shell, so a leading `~/` is ours to expand.
std::string stored(const std::string& level) {
  if (level.find('/') == std::string::npos) return level;
  const char* home = std::getenv("HOME");
  const fs::path path = level.starts_with("~/") && home != nullptr ? fs::path(home) / level.substr(2) : fs::path(level);
  return fs::absolute(path).lexically_normal();
}

class PythonFactor final : public Factor {
 public:
  std::string name() const override { return "python"; }
  std::string about() const override { return "Which CPython, 3.9 or newer, chosen at run time."; }
  std::string value() const override {
    return "a name of 'assay list python', or a path to an interpreter, a venv or a libpython";
  }
  int rank() const override { return 30; }
  std::optional<std::string> standard() const override { return "python3"; }

  std::vector<std::string> known() const override {
    std::vector<std::string> names{"python3"};
    for (const Python& python : find_pythons()) names.push_back(python.name);
    return names;
  }

  Result<std::string> check(const std::string& level) const override {
    return find_python(stored(level)).map([&](const Python&) { return stored(level); });
  }

  std::map<std::string, std::string> blocks(const std::string&) const override {
    const std::string built = "which is built already; name one that was built so: python=PATH";
    return {{"compiler", built}, {"flags", built}, {"replica", built}};
  }

  Json subject(const std::string& level) const override {
    const auto python = find_python(level);
    if (!python) return nullptr;
    return {{"executable", python->executable.string()},
            {"version", python->version},
            {"library", python->library ? Json(python->library->string()) : Json(nullptr)},
            {"facts", python->facts}};
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    auto python = draft.architecture == own_architecture() ? find_python(level) : foreign(level, draft);
    if (!python) return tl::unexpected(python.error());
    draft.python = *std::move(python);
    return {};
  }

 private:
  /// The interpreter of that name among the packages unpacked for another architecture.
  static Result<Python> foreign(const std::string& level, const Draft& draft) {
    const fs::path root = user_data_dir() / "packages" / debian_architecture(draft.architecture);
    PythonPlaces places = python_places_in(root, draft.prefix);
    places.architecture = draft.architecture;
    return find_python(level, places);
  }
};

const FactorRegistration python_registration(std::make_unique<PythonFactor>());

}  // namespace
}  // namespace assay

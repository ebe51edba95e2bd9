#include <cstdlib>
#include <map>
#include <mutex>

#include "harness/factors/factor.h"
#include "harness/subjects/compilers.h"

namespace assay {
namespace {

std::string path_variable() {
  const char* path = std::getenv("PATH");
  return path != nullptr ? path : "/usr/bin:/bin";
}

/// A compiler answers in about 10 ms, and is asked for every process that is composed: once is enough.
Result<Compiler> asked_once(const std::string& level) {
  static std::mutex mutex;
  static std::map<std::string, Compiler> known;
  const std::scoped_lock lock(mutex);
  if (const auto found = known.find(level); found != known.end()) return found->second;
  auto compiler = find_compiler(level);
  if (compiler) known.emplace(level, *compiler);
  return compiler;
}

class CompilerFactor final : public Factor {
 public:
  std::string name() const override { return "compiler"; }
  std::string about() const override { return "Which compiler builds code that is compiled on demand."; }
  std::string value() const override { return "a name of 'assay list compilers', or a path"; }
  int rank() const override { return 40; }
  std::optional<std::string> standard() const override { return "g++"; }

  std::vector<std::string> known() const override {
    std::vector<std::string> names;
    for (const CompilerFile& file : compiler_files(path_variable())) names.push_back(file.name);
    return names;
  }

  Result<std::string> check(const std::string& level) const override {
    const bool is_path = level.find('/') != std::string::npos;
    return compiler_file(level, path_variable()).map([&](const CompilerFile& file) {
      return is_path ? file.path.string() : level;
    });
  }

  Json subject(const std::string& level) const override {
    const auto compiler = asked_once(level);
    if (!compiler) return nullptr;
    return {{"path", compiler->path.string()}, {"version", compiler->version}, {"target", compiler->target}};
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    auto compiler = asked_once(level);
    if (!compiler) return tl::unexpected(compiler.error());
    draft.compiler = std::move(*compiler);
    return {};
  }
};

const FactorRegistration compiler_registration(std::make_unique<CompilerFactor>());

}  // namespace
}  // namespace assay

#include "harness/factors/factor.h"
#include "harness/factors/words.h"

namespace assay {
namespace {

class Flags final : public Factor {
 public:
  std::string name() const override { return "flags"; }
  bool plural() const override { return true; }
  std::string about() const override { return "The compiler's flags for code that is compiled on demand."; }
  std::string value() const override { return "a command-line fragment: \"-O3 -march=native\""; }
  int rank() const override { return 41; }
  std::optional<std::string> standard() const override { return "-O2"; }

  Result<std::string> check(const std::string& level) const override {
    return split_words(level).map([&](const auto&) { return level; });
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    draft.flags = level;
    return {};
  }
};

const FactorRegistration flags_registration(std::make_unique<Flags>());

}  // namespace
}  // namespace assay

#include <fmt/format.h>

#include "harness/core/near_names.h"
#include "harness/factors/factor.h"

namespace assay {
namespace {

class Route final : public Factor {
 public:
  std::string name() const override { return "route"; }
  std::string about() const override {
    return "How CPython is entered: exe, the interpreter users start; embed, its libpython inside our own process.";
  }
  std::string value() const override { return "exe or embed"; }
  int rank() const override { return 40; }
  std::optional<std::string> standard() const override { return "exe"; }
  std::vector<std::string> known() const override { return {"exe", "embed"}; }

  Result<std::string> check(const std::string& level) const override {
    if (level == "exe" || level == "embed") return level;
    return fail(fmt::format("unknown route \"{}\"", level), {}, hint_for(level, known()));
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    draft.route = level;
    return {};
  }
};

const FactorRegistration route_registration(std::make_unique<Route>());

}  // namespace
}  // namespace assay

#include <fmt/format.h>

#include "harness/factors/factor.h"

namespace assay {
namespace {

/// Names the two cells of a comparison of a thing with itself (`assay doctor --aa`), which would else be one cell.
/// Shapes nothing: the processes of both sides are started alike.
class Side final : public Factor {
 public:
  std::string name() const override { return "side"; }
  std::string about() const override { return "Which of two equal sides; changes nothing."; }
  std::string value() const override { return "a or b"; }
  int rank() const override { return 99; }
  std::optional<std::string> standard() const override { return std::nullopt; }
  bool universal() const override { return true; }
  bool hidden() const override { return true; }
  std::vector<std::string> known() const override { return {"a", "b"}; }

  Result<std::string> check(const std::string& level) const override {
    if (level == "a" || level == "b") return level;
    return fail(fmt::format("unknown side \"{}\"", level), {}, "side=a or side=b");
  }
  Result<void> apply(const std::string&, Draft&) const override { return {}; }
};

const FactorRegistration side_registration(std::make_unique<Side>());

}  // namespace
}  // namespace assay

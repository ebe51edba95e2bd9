#include <fmt/format.h>

#include <charconv>

#include "harness/factors/factor.h"

namespace assay {
namespace {

class Replica final : public Factor {
 public:
  std::string name() const override { return "replica"; }
  std::string about() const override {
    return "Which re-link of code that is compiled on demand: the same instructions at other addresses.";
  }
  std::string value() const override { return "a number from 0"; }
  int rank() const override { return 42; }
  std::optional<std::string> standard() const override { return "0"; }

  Result<std::string> check(const std::string& level) const override {
    unsigned value = 0;
    const char* end = level.data() + level.size();
    const auto [read, error] = std::from_chars(level.data(), end, value);
    if (error == std::errc() && read == end) return std::to_string(value);
    return fail(fmt::format("replica \"{}\" is not a whole number", level), {}, "replica=0 is the plain link");
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    draft.replica = level;
    return {};
  }
};

const FactorRegistration replica_registration(std::make_unique<Replica>());

}  // namespace
}  // namespace assay

#include <fmt/format.h>

#include "harness/factors/factor.h"

namespace assay {
namespace {

bool is_variable_name(const std::string& name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

/// `env.NAME`; an instance without a variable is the family.
class Environment final : public Factor {
 public:
  explicit Environment(std::string variable) : variable_(std::move(variable)) {}

  std::string name() const override { return "env." + variable_; }
  std::string about() const override {
    return "An environment variable of the measured process; all others are inherited.";
  }
  std::string value() const override { return "any text"; }
  int rank() const override { return 80; }
  std::optional<std::string> standard() const override { return std::nullopt; }
  bool universal() const override { return true; }

  Result<std::string> check(const std::string& level) const override {
    if (!is_variable_name(variable_)) {
      return fail(fmt::format("\"{}\" is no name of an environment variable", variable_), {}, "letters, digits and _");
    }
    // Reserved for the socket and the loop of our own worker.
    if (variable_.starts_with("ASSAY_"))
      return fail(fmt::format("{} is Assay's own", variable_), {}, "vary another variable");
    if (level.find('\0') != std::string::npos) return fail(fmt::format("a level of {} holds a NUL byte", name()));
    return level;
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    draft.member.environment[variable_] = level;
    return {};
  }

  std::unique_ptr<Factor> member(const std::string& name) const override {
    return std::make_unique<Environment>(name.substr(4));
  }

 private:
  std::string variable_;
};

const FactorRegistration env_registration(std::make_unique<Environment>(""));

}  // namespace
}  // namespace assay

#include "runners/runner.h"

#include "harness/factors/factor.h"
#include "runners/registration.h"

namespace assay {
namespace {

class RunnerFactor final : public Factor {
 public:
  std::string name() const override { return "runner"; }
  std::string about() const override {
    return "Where processes run: on this machine, or under an emulator of another CPU.";
  }
  std::string value() const override { return "a name of 'assay list runners'"; }
  int rank() const override { return 5; }
  std::optional<std::string> standard() const override { return "local"; }
  bool universal() const override { return true; }
  std::vector<std::string> known() const override { return runner_names(); }

  Result<std::string> check(const std::string& level) const override {
    const auto named = find_runner(level);
    if (!named) return tl::unexpected(named.error());
    if (!named->kind->check) return level;
    const auto argument = named->kind->check(named->argument);
    if (!argument) return argument;
    return named->argument.empty() ? level : named->kind->level + *argument;
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    const auto named = find_runner(level);
    if (!named) return tl::unexpected(named.error());
    if (!named->kind->place) return {};
    auto placement = named->kind->place();
    if (!placement) return tl::unexpected(placement.error());
    if (!placement->architecture.empty()) draft.architecture = placement->architecture;
    draft.prefix = std::move(placement->prefix);
    draft.member.environment.merge(placement->environment);
    return {};
  }
};

const FactorRegistration runner_registration(std::make_unique<RunnerFactor>());

}  // namespace
}  // namespace assay

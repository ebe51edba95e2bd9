#include <fmt/format.h>

#include "harness/core/near_names.h"
#include "harness/factors/factor.h"
#include "harness/host/siblings.h"
#include "harness/host/usable_cpus.h"

namespace assay {
namespace {

/// Of the CPU on which one thread is measured: the first of ours.
Result<int> own_sibling() {
  const std::vector<int> cpus = allowed_cpus();
  return sibling_of(cpus.front(), cpus);
}

class Sibling final : public Factor {
 public:
  std::string name() const override { return "sibling"; }
  std::string about() const override {
    return "What the other hyper-thread of the core does while a process has its turn: nothing, or a load of ours.";
  }
  std::string value() const override { return "idle or busy"; }
  int rank() const override { return 85; }
  std::optional<std::string> standard() const override { return std::nullopt; }
  bool universal() const override { return true; }
  std::vector<std::string> known() const override { return {"idle", "busy"}; }

  /// Idle is no less of a promise: where the other thread cannot be seen, it may be anybody's.
  Result<std::string> check(const std::string& level) const override {
    if (level != "idle" && level != "busy")
      return fail(fmt::format("unknown level \"{}\" of sibling", level), {}, hint_for(level, known()));
    if (const auto sibling = own_sibling(); !sibling) return tl::unexpected(sibling.error());
    return level;
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    if (level != "busy") return {};
    if (draft.member.threads > 1)
      return fail(fmt::format("sibling=busy is for one thread, and this configuration has {}", draft.member.threads),
                  {}, "set threads=1");
    const auto sibling = own_sibling();
    if (!sibling) return tl::unexpected(sibling.error());
    draft.member.busy_cpu = *sibling;
    return {};
  }
};

const FactorRegistration sibling_registration(std::make_unique<Sibling>());

}  // namespace
}  // namespace assay

#include <fmt/format.h>

#include "harness/core/programs.h"
#include "harness/factors/factor.h"
#include "harness/factors/words.h"

namespace assay {
namespace {

class CommandLine final : public Factor {
 public:
  std::string name() const override { return "command"; }
  std::string about() const override {
    return "A whole command, started anew for each unit (workload command.run, ab --command).";
  }
  std::string value() const override { return "a command line; quotes as in a shell, but no shell"; }
  int rank() const override { return 10; }
  std::optional<std::string> standard() const override { return std::nullopt; }

  Result<std::string> check(const std::string& level) const override {
    const auto words = split_words(level);
    if (!words) return tl::unexpected(words.error());
    if (words->empty()) return fail("an empty command");
    if (find_program(words->front())) return level;
    const bool path = words->front().find('/') != std::string::npos;
    return fail(fmt::format("no program \"{}\"", words->front()), {},
                path ? "is it there, and executable?" : "it is not on PATH; write its path");
  }

  Result<void> apply(const std::string& level, Draft& draft) const override {
    auto words = split_words(level);
    if (!words) return tl::unexpected(words.error());
    draft.member.argv = std::move(*words);
    return {};
  }
};

const FactorRegistration registration(std::make_unique<CommandLine>());

}  // namespace
}  // namespace assay

#include "harness/cli/command.h"

#include <algorithm>
#include <iostream>

#include "harness/core/visible.h"

namespace assay {
namespace {

std::vector<std::unique_ptr<Subcommand>>& registry() {
  static std::vector<std::unique_ptr<Subcommand>> registered;
  return registered;
}

}  // namespace

const std::vector<std::unique_ptr<Subcommand>>& commands() {
  return registry();
}

CommandRegistration::CommandRegistration(std::unique_ptr<Subcommand> command) {
  const auto place = std::ranges::upper_bound(registry(), command->name(), {}, [](const auto& c) { return c->name(); });
  registry().insert(place, std::move(command));
}

Exit complain(const Errors& errors, Exit status) {
  for (const Error& error : errors) std::cerr << visible(to_string(error)) << '\n';
  return status;
}

Exit complain(const Error& error, Exit status) {
  return complain(Errors{error}, status);
}

}  // namespace assay

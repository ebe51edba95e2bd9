#include "runners/runner.h"

#include <algorithm>

#include "harness/core/near_names.h"
#include "runners/registration.h"

namespace assay {
namespace {

// A function, because registrations of other files may run before this file's own objects exist.
std::vector<RunnerKind>& registry() {
  static std::vector<RunnerKind> kinds;
  return kinds;
}

bool takes_argument(const RunnerKind& kind) {
  return kind.level.ends_with(':');
}

bool names(const RunnerKind& kind, const std::string& level) {
  return takes_argument(kind) ? level.starts_with(kind.level) : level == kind.level;
}

}  // namespace

RunnerRegistration::RunnerRegistration(RunnerKind kind) {
  auto& kinds = registry();
  const auto place = std::ranges::upper_bound(kinds, kind.level, {}, &RunnerKind::level);
  kinds.insert(place, std::move(kind));
}

const std::vector<RunnerKind>& runner_kinds() {
  return registry();
}

std::vector<std::string> runner_names() {
  std::vector<std::string> shown;
  for (const RunnerKind& kind : registry())
    if (!kind.hidden) shown.push_back(kind.level);
  return shown;
}

Result<NamedRunner> find_runner(const std::string& level) {
  const auto& kinds = registry();
  const auto found = std::ranges::find_if(kinds, [&](const RunnerKind& kind) { return names(kind, level); });
  if (found == kinds.end()) return fail("unknown runner \"" + level + "\"", {}, hint_for(level, runner_names()));
  return NamedRunner{&*found, takes_argument(*found) ? level.substr(found->level.size()) : std::string{}};
}

Result<std::unique_ptr<Runner>> make_runner(const std::string& level) {
  const auto named = find_runner(level);
  if (!named) return tl::unexpected(named.error());
  return named->kind->make(named->argument);
}

}  // namespace assay

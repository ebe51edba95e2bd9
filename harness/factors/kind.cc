#include "harness/factors/kind.h"

#include <algorithm>

namespace assay {
namespace {

std::vector<std::unique_ptr<Kind>>& kind_registry() {
  static std::vector<std::unique_ptr<Kind>> registered;
  return registered;
}

}  // namespace

const std::vector<std::unique_ptr<Kind>>& kinds() {
  return kind_registry();
}

const Kind* find_kind(const std::string& name) {
  const auto found = std::ranges::find(kind_registry(), name, [](const auto& kind) { return kind->name(); });
  return found == kind_registry().end() ? nullptr : found->get();
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const auto& kind : kind_registry()) names.push_back(kind->name());
  std::ranges::sort(names);
  return names;
}

KindRegistration::KindRegistration(std::unique_ptr<Kind> kind) {
  kind_registry().push_back(std::move(kind));
}

}  // namespace assay

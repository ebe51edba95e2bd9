#include "harness/factors/factor.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace assay {
namespace {

std::vector<std::unique_ptr<Factor>>& registry() {
  static std::vector<std::unique_ptr<Factor>> registered;
  return registered;
}

/// Members of families are made when they are first asked for and live as long as the program.
const Factor* family_member(const std::string& name) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<Factor>> members;
  const std::scoped_lock lock(mutex);
  if (const auto known = members.find(name); known != members.end()) return known->second.get();
  for (const auto& factor : registry()) {
    const std::string family = factor->name();
    if (!family.ends_with('.') || !name.starts_with(family) || name.size() == family.size()) continue;
    return (members[name] = factor->member(name)).get();
  }
  return nullptr;
}

}  // namespace

const std::vector<std::unique_ptr<Factor>>& factors() {
  return registry();
}

const Factor* find_factor(const std::string& name) {
  const auto found = std::ranges::find(registry(), name, [](const auto& factor) { return factor->name(); });
  return found == registry().end() || name.ends_with('.') ? family_member(name) : found->get();
}

std::vector<std::string> factor_names() {
  std::vector<std::string> names;
  for (const auto& factor : registry()) {
    if (factor->hidden()) continue;
    names.push_back(factor->name().ends_with('.') ? factor->name() + "NAME" : factor->name());
  }
  std::ranges::sort(names);
  return names;
}

FactorRegistration::FactorRegistration(std::unique_ptr<Factor> factor) {
  // By name within a rank: the order in which files register themselves is the linker's.
  const auto order = [](const auto& f) { return std::pair(f->rank(), f->name()); };
  registry().insert(std::ranges::upper_bound(registry(), order(factor), {}, order), std::move(factor));
}

}  // namespace assay

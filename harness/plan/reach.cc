#include "harness/plan/reach.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "harness/core/near_names.h"

namespace assay {
namespace {

constexpr std::size_t most_combinations = 1'000'000;

Configurations::One configuration_of(const std::map<std::string, const Level*>& levels) {
  Configurations::One one;
  for (const auto& [name, level] : levels) {
    one.levels[name] = level->value;
    if (one.missing.empty()) one.missing = level->missing;
  }
  return one;
}

/// Calls `each` for every combination of levels, the first dimension varying slowest.
void for_each_combination(const std::vector<const Dimension*>& dimensions,
                          const std::function<void(const std::map<std::string, const Level*>&)>& each) {
  std::vector<std::size_t> at(dimensions.size(), 0);
  for (;;) {
    std::map<std::string, const Level*> chosen;
    for (std::size_t i = 0; i < at.size(); ++i) chosen[dimensions[i]->name] = &dimensions[i]->levels[at[i]];
    each(chosen);
    std::size_t i = at.size();
    while (i > 0 && ++at[i - 1] == dimensions[i - 1]->levels.size()) at[--i] = 0;
    if (i == 0) return;
  }
}

std::size_t agreement(const Configuration& a, const Configuration& b) {
  return static_cast<std::size_t>(std::ranges::count_if(a, [&](const auto& entry) {
    const auto other = b.find(entry.first);
    return other != b.end() && other->second == entry.second;
  }));
}

}  // namespace

const Configurations& Reach::configurations(const Workload& workload, Errors& errors) {
  const auto known = known_.find(workload.factors);
  if (known != known_.end()) return known->second;
  return known_[workload.factors] = enumerate(workload, errors);
}

/// The factors that reach a workload before any level has its say.
std::set<std::string> Reach::start(const Workload& workload, Errors& errors) const {
  std::set<std::string> names;
  for (const std::string& name : workload.factors) {
    if (find_factor(name) != nullptr) {
      names.insert(name);
    } else {
      errors.push_back({fmt::format("unknown factor \"{}\" of workload {}", name, workload.full_name()),
                        workload.file.string(), hint_for(name, factor_names())});
    }
  }
  for (const auto& factor : factors()) {
    if (factor->universal() && !factor->name().ends_with('.')) names.insert(factor->name());
  }
  for (const Dimension& dimension : dimensions_.all) {
    const Factor* factor = find_factor(dimension.name);
    if (factor != nullptr && factor->universal()) names.insert(dimension.name);
  }
  return names;
}

const Level* Reach::standard(const Factor& factor, Errors& errors) {
  const auto known = standards_.find(factor.name());
  if (known != standards_.end()) return known->second ? &*known->second : nullptr;
  std::optional<Level>& level = standards_[factor.name()];
  const auto written = factor.standard();
  if (!written) return nullptr;
  auto resolved = resolve_level(factor, *written);
  if (resolved) {
    level = std::move(*resolved);
  } else {
    level = Level{*written, *written, to_string(resolved.error()), {}, {}};
    if (!options_.skip_missing) {
      errors.push_back(
          {resolved.error().what, fmt::format("{}={} (the standard)", factor.name(), *written), resolved.error().hint});
    }
  }
  return &*level;
}

/// The study's dimensions that some combination of levels lets reach; the others would only multiply equal cells.
std::vector<const Dimension*> Reach::relevant(const std::set<std::string>& start, Errors& errors) {
  std::set<std::string> reachable = start;
  std::vector<std::string> pending(start.begin(), start.end());
  while (!pending.empty()) {
    const std::string name = std::move(pending.back());
    pending.pop_back();
    const Dimension* dimension = dimensions_.find(name);
    const Factor* factor = find_factor(name);
    const auto follow_level = [&](const Level& level) {
      for (const std::string& brought : level.brings) {
        if (reachable.insert(brought).second) pending.push_back(brought);
      }
    };
    if (dimension != nullptr) {
      std::ranges::for_each(dimension->levels, follow_level);
    } else if (factor != nullptr) {
      if (const Level* level = standard(*factor, errors)) follow_level(*level);
    }
  }
  std::vector<const Dimension*> dimensions;
  for (const Dimension& dimension : dimensions_.all) {
    if (reachable.contains(dimension.name)) dimensions.push_back(&dimension);
  }
  return dimensions;
}

/// The factors that reach a cell with these levels: those at the start, what levels bring, without what levels block.
Reach::Reached Reach::follow(const std::set<std::string>& start, const Chosen& chosen, Errors& errors) {
  const auto by_rank = [](const Factor* a, const Factor* b) {
    return std::pair(a->rank(), a->name()) < std::pair(b->rank(), b->name());
  };
  std::set<const Factor*, decltype(by_rank)> pending(by_rank);
  const auto add = [&](const std::string& name) {
    if (const Factor* factor = find_factor(name)) pending.insert(factor);
  };
  std::ranges::for_each(start, add);
  Reached reached;
  while (!pending.empty()) {
    const Factor* factor = *pending.begin();
    pending.erase(pending.begin());
    const std::string name = factor->name();
    if (reached.levels.contains(name) || reached.blocked.contains(name)) continue;
    const auto given = chosen.find(name);
    const Level* level = given != chosen.end() ? given->second : standard(*factor, errors);
    if (level == nullptr) continue;
    reached.levels[name] = level;
    std::ranges::for_each(level->brings, add);
    for (const auto& [blocked, reason] : level->blocks)
      reached.blocked.emplace(blocked, Blocked{name, level->written, reason});
  }
  for (const auto& [name, by] : reached.blocked) reached.levels.erase(name);
  return reached;
}

bool Reach::excluded(const Chosen& chosen) const {
  return std::ranges::any_of(dimensions_.exclude, [&](const auto& exclusion) {
    return std::ranges::all_of(exclusion, [&](const auto& entry) {
      const auto level = chosen.find(entry.first);
      return level != chosen.end() && std::ranges::find(entry.second, level->second->value) != entry.second.end();
    });
  });
}

void Reach::put_baseline_first(const std::set<std::string>& start, const std::vector<const Dimension*>& dimensions,
                               Configurations& into, Errors& errors) {
  Chosen chosen;
  for (const Dimension* dimension : dimensions) {
    chosen[dimension->name] = &dimension->levels.front();
    const auto asked = dimensions_.baseline.find(dimension->name);
    if (asked == dimensions_.baseline.end()) continue;
    const auto level = std::ranges::find(dimension->levels, asked->second, &Level::value);
    if (level != dimension->levels.end()) chosen[dimension->name] = &*level;
  }
  const Configuration wanted = configuration_of(follow(start, chosen, errors).levels).levels;
  // What cannot be measured here is no baseline; among the others the one that agrees most stands in.
  const auto best = std::ranges::max_element(into.all, {}, [&](const Configurations::One& one) {
    return std::pair(one.missing.empty(), agreement(one.levels, wanted));
  });
  if (best == into.all.end()) return;
  into.exact_baseline = best->levels == wanted;
  std::rotate(into.all.begin(), best, best + 1);
}

Configurations Reach::enumerate(const Workload& workload, Errors& errors) {
  Configurations found;
  const std::set<std::string> first = start(workload, errors);
  const std::vector<const Dimension*> dimensions = relevant(first, errors);
  std::size_t combinations = 1;
  for (const Dimension* dimension : dimensions) {
    combinations *= dimension->levels.size();
    if (combinations <= most_combinations) continue;
    errors.push_back(
        {fmt::format("the factors make more than {} configurations of {}", most_combinations, workload.full_name()),
         {},
         "vary fewer factors at once, or split the study"});
    return found;
  }
  if (combinations == 0) return found;  // a dimension without a usable level has been an error already
  std::set<Configuration> seen;
  for_each_combination(dimensions, [&](const Chosen& chosen) {
    if (excluded(chosen)) return;
    Reached reached = follow(first, chosen, errors);
    found.blocked.merge(reached.blocked);
    for (const auto& [name, level] : reached.levels) found.reached.insert(name);
    Configurations::One one = configuration_of(reached.levels);
    if (seen.insert(one.levels).second) found.all.push_back(std::move(one));
  });
  put_baseline_first(first, dimensions, found, errors);
  return found;
}

}  // namespace assay
